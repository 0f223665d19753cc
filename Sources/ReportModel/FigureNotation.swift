/// Placeholder until the notation of ranges and estimates is merged.
public enum FigureNotation {
  public static func figure(from text: String) -> Figure? { nil }
}
