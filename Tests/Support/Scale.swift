import Foundation

/// How much random tests try. Each run of the tests tries enough to see what breaks; GONGKAI_PROOF=1 tries what is a
/// proof, as before an issue is closed.
public enum Scale {
  public static let isProof = ProcessInfo.processInfo.environment["GONGKAI_PROOF"] == "1"

  public static func count(_ usual: Int, proof: Int) -> Int { isProof ? proof : usual }
}
