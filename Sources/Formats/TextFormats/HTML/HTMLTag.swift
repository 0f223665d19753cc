/// The elements of HTML that say something about a document's structure; all others are `other`.
enum HTMLTag: UInt8, CaseIterable {
  case other
  case html, head, body, title, meta
  case p, div, br, hr, li, ul, ol, dl, dt, dd, pre, blockquote, center, section, article, main, fieldset, form
  case address, figure, figcaption, details, summary
  case h1, h2, h3, h4, h5, h6
  case table, caption, colgroup, col, thead, tbody, tfoot, tr, td, th
  case a, nav, header, footer, aside
  // What is between their tags is no text of the document.
  case script, style, iframe, object, svg, math
  // Shown by other means than text, or not at all unless a script does it.
  case noscript, template, dialog, datalist, noframes, audio, video, canvas
  case input, textarea, select, button, option, optgroup
  case sup, sub, s, strike, del, rt, rp
  case b, big, code, em, font, i, nobr, small, span, strong, tt, u
  case area, base, embed, img, link, param, source, track, wbr

  /// Ends the line before and after it.
  var isBlock: Bool {
    switch self {
    case .p, .div, .br, .hr, .li, .ul, .ol, .dl, .dt, .dd, .pre, .blockquote, .center, .section, .article,
      .main, .fieldset, .form, .address, .figure, .figcaption, .details, .summary, .h1, .h2, .h3, .h4, .h5,
      .h6, .nav, .header, .footer, .aside, .option:
      true
    default: false
    }
  }

  /// Holds other blocks, and so may be the frame of a page around the document.
  var isContainer: Bool {
    switch self {
    case .div, .section, .article, .main, .ul, .ol, .dl, .center, .form, .fieldset, .nav, .header, .footer,
      .aside:
      true
    default: false
    }
  }

  /// Has no content and no end tag.
  var isVoid: Bool {
    switch self {
    case .br, .hr, .col, .meta, .input, .area, .base, .embed, .img, .link, .param, .source, .track, .wbr: true
    default: false
    }
  }

  /// Goes on in what follows when an element ends that it was begun in ("formatting" in the standard).
  var isFormatting: Bool {
    switch self {
    case .a, .b, .big, .code, .em, .font, .i, .nobr, .s, .small, .strike, .strong, .tt, .u: true
    default: false
    }
  }

  /// No end tag of an element within a line closes it ("special" in the standard).
  var isSpecial: Bool {
    switch self {
    case .table, .caption, .colgroup, .thead, .tbody, .tfoot, .tr, .td, .th, .body, .html, .template, .button:
      true
    default: isBlock
    }
  }

  var headingLevel: Int? {
    rawValue >= Self.h1.rawValue && rawValue <= Self.h6.rawValue
      ? Int(rawValue - Self.h1.rawValue) + 1 : nil
  }

  /// What begins with it is passed over to its end tag, as text that no markup interrupts.
  var isRawText: Bool {
    switch self {
    case .script, .style, .iframe, .svg, .math, .rp: true
    default: false
    }
  }

  /// The tag of a name in any case, and a number that stands for the name.
  static func named(_ name: UnsafeBufferPointer<UInt8>) -> (tag: HTMLTag, key: UInt64) {
    var key: UInt64 = 0
    for byte in name { key = key &* 31 &+ UInt64(byte | 0x20) }
    return (name.count <= 10 ? names.tag(key) : .other, key)
  }

  private static let names = HTMLTagTable()
}

/// Tags by a number that is made of their letters; a test shows that no two have the same.
private struct HTMLTagTable: Sendable {
  private var keys = [UInt64](repeating: 0, count: 256)
  private var tags = [HTMLTag](repeating: .other, count: 256)

  init() {
    for tag in HTMLTag.allCases where tag != .other {
      let key = String(describing: tag).utf8.reduce(UInt64(0)) { $0 &* 31 &+ UInt64($1 | 0x20) }
      var slot = Int(truncatingIfNeeded: key & 255)
      while tags[slot] != .other { slot = (slot + 1) & 255 }
      keys[slot] = key
      tags[slot] = tag
    }
  }

  func tag(_ key: UInt64) -> HTMLTag {
    var slot = Int(truncatingIfNeeded: key & 255)
    while tags[slot] != .other {
      if keys[slot] == key { return tags[slot] }
      slot = (slot + 1) & 255
    }
    return .other
  }
}
