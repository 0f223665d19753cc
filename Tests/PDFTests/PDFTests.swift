import Testing

@Suite struct PDFTests {}
