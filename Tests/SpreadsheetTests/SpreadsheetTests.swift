import Testing

@Suite struct SpreadsheetTests {}
