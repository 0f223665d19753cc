import Core

extension Document {
  /// Text of a file that nobody sees who opens it, or that is struck out, and that was therefore left out.
  public struct UnseenText: Hashable, Sendable {
    public enum Reason: String, CaseIterable, Hashable, Sendable {
      /// Hidden by the page or the document itself: by a style, an attribute, or as a part that is not shown.
      case hidden
      /// A line goes through it, or it is marked as deleted.
      case struckOut
      /// It stands in a row or a column of a sheet that is not shown.
      case hiddenRow, hiddenColumn
      /// Its sheet is not shown.
      case hiddenSheet
    }

    public var reason: Reason
    public var text: String
    public var place: Place?

    public init(_ reason: Reason, _ text: String, place: Place? = nil) {
      self.reason = reason
      self.text = text
      self.place = place
    }
  }
}

@usableFromInline package typealias UnseenText = Document.UnseenText
