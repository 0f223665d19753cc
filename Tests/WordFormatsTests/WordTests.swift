import Testing

@Suite struct WordTests {}
