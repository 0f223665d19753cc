// The files that the binary carries. A new form, crosswalk or catalogue is its file, three lines here and one
// in the list below; a test names a file that was forgotten.
#include "schemas.h"

#include <string.h>

#define EMBED(name) static const unsigned char name[]

EMBED(forms_legacy) = {
#embed "forms/legacy.tsv"
};
EMBED(forms_legacy_fujian) = {
#embed "forms/legacy.fujian.tsv"
};
EMBED(forms_legacy_shanghai2004) = {
#embed "forms/legacy.shanghai2004.tsv"
};
EMBED(forms_legacy_shanghai2008) = {
#embed "forms/legacy.shanghai2008.tsv"
};
EMBED(forms_legacy_dingxi) = {
#embed "forms/legacy.dingxi.tsv"
};
EMBED(forms_legacy_anhui2009) = {
#embed "forms/legacy.anhui2009.tsv"
};
EMBED(forms_legacy_anhui2014) = {
#embed "forms/legacy.anhui2014.tsv"
};
EMBED(forms_2019) = {
#embed "forms/2019.tsv"
};
EMBED(forms_2021) = {
#embed "forms/2021.tsv"
};
EMBED(crosswalks_legacy_2021) = {
#embed "crosswalks/legacy-2021.tsv"
};
EMBED(crosswalks_legacy_fujian_2021) = {
#embed "crosswalks/legacy.fujian-2021.tsv"
};
EMBED(crosswalks_legacy_shanghai2004_2021) = {
#embed "crosswalks/legacy.shanghai2004-2021.tsv"
};
EMBED(crosswalks_legacy_shanghai2008_2021) = {
#embed "crosswalks/legacy.shanghai2008-2021.tsv"
};
EMBED(crosswalks_legacy_dingxi_2021) = {
#embed "crosswalks/legacy.dingxi-2021.tsv"
};
EMBED(crosswalks_legacy_anhui2009_2021) = {
#embed "crosswalks/legacy.anhui2009-2021.tsv"
};
EMBED(crosswalks_legacy_anhui2014_2021) = {
#embed "crosswalks/legacy.anhui2014-2021.tsv"
};
EMBED(crosswalks_2019_2021) = {
#embed "crosswalks/2019-2021.tsv"
};
EMBED(checks_rules) = {
#embed "checks/rules.tsv"
};
EMBED(checks_phrases) = {
#embed "checks/phrases.tsv"
};
EMBED(checks_prose) = {
#embed "checks/prose.tsv"
};
EMBED(checks_regulations) = {
#embed "checks/regulations.tsv"
};
EMBED(recognition_prose) = {
#embed "recognition/prose.tsv"
};
EMBED(archive_verification) = {
#embed "archive/verification.tsv"
};
EMBED(messages_check) = {
#embed "messages/check.tsv"
};
EMBED(messages_check_output) = {
#embed "messages/check-output.tsv"
};
EMBED(messages_read) = {
#embed "messages/read.tsv"
};
EMBED(messages_form) = {
#embed "messages/form.tsv"
};
EMBED(messages_crosswalk) = {
#embed "messages/crosswalk.tsv"
};
EMBED(messages_json) = {
#embed "messages/json.tsv"
};
EMBED(messages_xml) = {
#embed "messages/xml.tsv"
};
EMBED(messages_containers) = {
#embed "messages/containers.tsv"
};
EMBED(messages_spreadsheet) = {
#embed "messages/spreadsheet.tsv"
};
EMBED(messages_pdf) = {
#embed "messages/pdf.tsv"
};
EMBED(messages_programs) = {
#embed "messages/programs.tsv"
};
EMBED(messages_command) = {
#embed "messages/command.tsv"
};
EMBED(messages_diff) = {
#embed "messages/diff.tsv"
};
EMBED(messages_collect) = {
#embed "messages/collect.tsv"
};
EMBED(messages_verify) = {
#embed "messages/verify.tsv"
};
EMBED(messages_eep) = {
#embed "messages/eep.tsv"
};
EMBED(messages_words) = {
#embed "messages/words.tsv"
};
EMBED(json_report_1_schema) = {
#embed "json/report-1.schema.json"
};
EMBED(json_check_1_schema) = {
#embed "json/check-1.schema.json"
};
EMBED(json_report_1_flat_schema) = {
#embed "json/report-1.flat.schema.json"
};
EMBED(json_diff_1_schema) = {
#embed "json/diff-1.schema.json"
};
EMBED(json_verification_1_schema) = {
#embed "json/verification-1.schema.json"
};
EMBED(json_collection_1_schema) = {
#embed "json/collection-1.schema.json"
};
EMBED(json_diffs_1_schema) = {
#embed "json/diffs-1.schema.json"
};
EMBED(json_outputs_1_schema) = {
#embed "json/outputs-1.schema.json"
};
EMBED(json_stream_request_1_schema) = {
#embed "json/stream-request-1.schema.json"
};
EMBED(json_stream_answer_1_schema) = {
#embed "json/stream-answer-1.schema.json"
};
EMBED(xml_report_1) = {
#embed "xml/report-1.xsd"
};
EMBED(archive_eep_2009) = {
#embed "archive/eep-2009.xsd"
};

EMBED(archive_settings) = {
#embed "archive/settings.tsv"
};
EMBED(archive_da_t_46) = {
#embed "archive/da-t-46.tsv"
};
EMBED(messages_archive) = {
#embed "messages/archive.tsv"
};

#define FILE(path, name) {path, name, sizeof name}

static const schema_file files[] = {
    FILE("forms/legacy.tsv", forms_legacy),
    FILE("forms/legacy.fujian.tsv", forms_legacy_fujian),
    FILE("forms/legacy.shanghai2004.tsv", forms_legacy_shanghai2004),
    FILE("forms/legacy.shanghai2008.tsv", forms_legacy_shanghai2008),
    FILE("forms/legacy.dingxi.tsv", forms_legacy_dingxi),
    FILE("forms/legacy.anhui2009.tsv", forms_legacy_anhui2009),
    FILE("forms/legacy.anhui2014.tsv", forms_legacy_anhui2014),
    FILE("forms/2019.tsv", forms_2019),
    FILE("forms/2021.tsv", forms_2021),
    FILE("crosswalks/legacy-2021.tsv", crosswalks_legacy_2021),
    FILE("crosswalks/legacy.fujian-2021.tsv", crosswalks_legacy_fujian_2021),
    FILE("crosswalks/legacy.shanghai2004-2021.tsv", crosswalks_legacy_shanghai2004_2021),
    FILE("crosswalks/legacy.shanghai2008-2021.tsv", crosswalks_legacy_shanghai2008_2021),
    FILE("crosswalks/legacy.dingxi-2021.tsv", crosswalks_legacy_dingxi_2021),
    FILE("crosswalks/legacy.anhui2009-2021.tsv", crosswalks_legacy_anhui2009_2021),
    FILE("crosswalks/legacy.anhui2014-2021.tsv", crosswalks_legacy_anhui2014_2021),
    FILE("crosswalks/2019-2021.tsv", crosswalks_2019_2021),
    FILE("checks/rules.tsv", checks_rules),
    FILE("checks/phrases.tsv", checks_phrases),
    FILE("checks/prose.tsv", checks_prose),
    FILE("checks/regulations.tsv", checks_regulations),
    FILE("recognition/prose.tsv", recognition_prose),
    FILE("archive/verification.tsv", archive_verification),
    FILE("messages/check.tsv", messages_check),
    FILE("messages/check-output.tsv", messages_check_output),
    FILE("messages/read.tsv", messages_read),
    FILE("messages/form.tsv", messages_form),
    FILE("messages/crosswalk.tsv", messages_crosswalk),
    FILE("messages/json.tsv", messages_json),
    FILE("messages/xml.tsv", messages_xml),
    FILE("messages/containers.tsv", messages_containers),
    FILE("messages/spreadsheet.tsv", messages_spreadsheet),
    FILE("messages/pdf.tsv", messages_pdf),
    FILE("messages/programs.tsv", messages_programs),
    FILE("messages/command.tsv", messages_command),
    FILE("messages/diff.tsv", messages_diff),
    FILE("messages/collect.tsv", messages_collect),
    FILE("messages/archive.tsv", messages_archive),
    FILE("messages/verify.tsv", messages_verify),
    FILE("messages/eep.tsv", messages_eep),
    FILE("messages/words.tsv", messages_words),
    FILE("json/report-1.schema.json", json_report_1_schema),
    FILE("json/check-1.schema.json", json_check_1_schema),
    FILE("json/report-1.flat.schema.json", json_report_1_flat_schema),
    FILE("json/diff-1.schema.json", json_diff_1_schema),
    FILE("json/verification-1.schema.json", json_verification_1_schema),
    FILE("json/collection-1.schema.json", json_collection_1_schema),
    FILE("json/diffs-1.schema.json", json_diffs_1_schema),
    FILE("json/outputs-1.schema.json", json_outputs_1_schema),
    FILE("json/stream-request-1.schema.json", json_stream_request_1_schema),
    FILE("json/stream-answer-1.schema.json", json_stream_answer_1_schema),
    FILE("xml/report-1.xsd", xml_report_1),
    FILE("archive/settings.tsv", archive_settings),
    FILE("archive/da-t-46.tsv", archive_da_t_46),
    FILE("archive/eep-2009.xsd", archive_eep_2009),
};

size_t schema_file_count(void) { return sizeof files / sizeof files[0]; }
schema_file schema_file_at(size_t index) { return files[index]; }

size_t schema_file_named(const char *path) {
  size_t index = 0;
  while (index < schema_file_count() && strcmp(files[index].path, path) != 0) index += 1;
  return index;
}
