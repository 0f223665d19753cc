#ifndef GONGKAI_LIBXML2_SHIM_H
#define GONGKAI_LIBXML2_SHIM_H

// Debian's libxml2 headers include ICU's, whose types clash with Foundation's. Nothing here needs them.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>

#endif
