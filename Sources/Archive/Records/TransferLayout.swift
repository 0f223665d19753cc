import FileKit

/// Where a package by 档发〔2012〕7号, annex 2, has what stands around its records.
package enum TransferLayout {
  package static let description = "说明文件.TXT"
  package static let catalogue = "目录文件.XML"
  package static let others = "其他/"

  /// The list of digests by an algorithm.
  package static func digests(_ algorithm: DigestAlgorithm) -> String { "\(others)\(algorithm.rawValue).txt" }
}
