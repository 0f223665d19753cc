import Core
import FileKit
import Records

/// A signature as the signer's own tool made it.
public struct EnvelopeSignature: Sendable {
  public var result: [UInt8]
  /// Each in DER; that of the signer first.
  public var certificates: [[UInt8]]
  /// 签名算法标识, such as `SM2-SM3` or `SHA256withRSA`.
  public var algorithm: String
  /// xs:dateTime.
  public var time: String?
  public var signer: String?

  public init(
    result: [UInt8], certificates: [[UInt8]], algorithm: String, time: String? = nil, signer: String? = nil
  ) {
    self.result = result
    self.certificates = certificates
    self.algorithm = algorithm
    self.time = time
    self.signer = signer
  }

  /// The certificates of a file, PEM or DER.
  ///
  /// - Throws: an `input` refusal where there are none.
  public static func certificates(_ bytes: [UInt8], name: String) throws(Refusal) -> [[UInt8]] {
    var result: [[UInt8]] = []
    // DER: a sequence whose length is that of the file.
    if bytes.first == 0x30, DERLength.isWhole(bytes) {
      result = [bytes]
    } else {
      let begin = "-----BEGIN CERTIFICATE-----"
      let end = "-----END CERTIFICATE-----"
      var rest = Substring(String(decoding: bytes, as: UTF8.self))
      while let start = rest.firstRange(of: begin), let stop = rest[start.upperBound...].firstRange(of: end) {
        let body = Array(rest[start.upperBound..<stop.lowerBound].utf8)
        if let der = Base64.decoded(body[...]), DERLength.isWhole(der) { result.append(der) }
        rest = rest[stop.upperBound...]
      }
    }
    if result.isEmpty {
      throw Refusal(.input, .noCertificate(name))
    }
    return result
  }
}

/// Whether bytes are one value of DER that ends where they do. What it says is not looked at.
private enum DERLength {
  static func isWhole(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 2, bytes[0] == 0x30 else { return false }
    if bytes[1] < 0x80 { return bytes.count == 2 + Int(bytes[1]) }
    let count = Int(bytes[1] & 0x7F)
    guard (1...4).contains(count), bytes.count > 2 + count else { return false }
    return bytes[2..<2 + count].reduce(0) { $0 << 8 | Int($1) } == bytes.count - 2 - count
  }
}

/// An envelope with a signature.
public struct SignedEnvelope: Sendable {
  /// Its bytes: those before the signature, the signature, and those behind.
  public let pieces: [ArraySlice<UInt8>]
  /// What is still to be done.
  public let findings: [Finding]
}

/// What is signed of an envelope.
public enum SigningTarget: Sendable {
  /// The signed object.
  case content
  /// The last signature, which a locking signature covers.
  case lastSignature
}

extension Envelope {
  /// The exact bytes to sign.
  ///
  /// - Throws: an `input` refusal where there is nothing to sign, or it is not certain which bytes they are.
  public func bytesToSign(_ target: SigningTarget) throws(Refusal) -> ArraySlice<UInt8> {
    guard isUTF8 else { throw Refusal(.input, .envelopeNotUTF8()) }
    let element: Int?
    let name: String
    switch target {
    case .content: (element, name) = (signedObject, "被签名对象")
    case .lastSignature: (element, name) = (signatures.last, "电子签名")
    }
    guard let element else {
      throw Refusal(.input, .nothingToSign(name))
    }
    return tree.bytes[tree.elements[element].bytes]
  }

  /// The envelope with a signature, in pieces: not a byte of what was there changes.
  ///
  /// - Throws: an `input` or `usage` refusal where the signature cannot be taken.
  public func attaching(
    _ signature: EnvelopeSignature, to target: SigningTarget
  ) throws(Refusal) -> SignedEnvelope {
    _ = try bytesToSign(target)
    if signature.result.isEmpty { throw Refusal(.input, .signatureEmpty()) }
    guard let object = signedObject else { throw Refusal(.input, .nothingToSign("被签名对象")) }
    try refuseUnfit(signature)
    let prefix = tree.elements[object].prefix
    var text = SignatureText(prefix: prefix.isEmpty ? "" : "\(prefix):")
    text.lineEnd()
    switch target {
    case .content:
      let id = "修改\(modification)-签名\(signatures.count + 1)"
      if let last = signatures.last {
        text.signature(signature, id: id, depth: 2)
        return with(text, behind: last, [.lockNext(id)])
      }
      text.begin("电子签名块", 1)
      text.lineEnd()
      text.signature(signature, id: id, depth: 2)
      text.lineEnd()
      text.end("电子签名块", 1)
      return with(text, behind: object, [.lockNext(id)])
    case .lastSignature:
      let locked = signatures.last.flatMap { tree.child($0, "签名标识符") }.map(tree.text) ?? ""
      text.lock(signature, locked: locked, depth: 1)
      return with(text, behind: tree.child(0, "电子签名块") ?? object, [])
    }
  }

  private func with(_ text: SignatureText, behind element: Int, _ findings: [Finding]) -> SignedEnvelope {
    let end = tree.elements[element].bytes.upperBound
    return SignedEnvelope(
      pieces: [mark[...], tree.bytes[..<end], text.bytes[...], tree.bytes[end...]], findings: findings)
  }

  /// - Throws: where the envelope has no place for a signature, or the signature says what cannot be written.
  private func refuseUnfit(_ signature: EnvelopeSignature) throws(Refusal) {
    if let block = tree.child(0, "电子签名块"), signatures.isEmpty {
      // There is no place in it that is certain to be free.
      let defect = EnvelopeDefect(
        kind: .missing(parent: "电子签名块", element: "电子签名"), line: tree.elements[block].line)
      throw Refusal(.input, defect.finding)
    }
    if tree.child(0, "锁定签名") != nil { throw Refusal(.input, .envelopeLocked()) }
    if SignatureAlgorithm(signature.algorithm).isUnsafe {
      throw Refusal(.usage, .envelopeAlgorithm(signature.algorithm))
    }
    for (name, text) in [("签名算法标识", signature.algorithm), ("签名人", signature.signer ?? "")]
    where !EnvelopeText.canHold(text) {
      throw Refusal(.usage, .envelopeCharacter(in: name))
    }
    if let time = signature.time, !SchemaValue.isDateTime(time) {
      throw Refusal(.usage, .archiveTime(time))
    }
  }
}

/// The elements of signatures, under the prefix that the envelope has.
private struct SignatureText {
  private(set) var bytes: [UInt8] = []
  private let prefix: String

  init(prefix: String) { self.prefix = prefix }

  mutating func lineEnd() { bytes.append(0x0A) }

  mutating func begin(_ name: String, _ depth: Int) {
    bytes += [UInt8](repeating: 0x20, count: 2 * depth)
    bytes += "<\(prefix)\(name)>".utf8
  }

  mutating func end(_ name: String, _ depth: Int) {
    bytes += [UInt8](repeating: 0x20, count: 2 * depth)
    bytes += "</\(prefix)\(name)>".utf8
  }

  private mutating func element(_ name: String, _ text: String, _ depth: Int) {
    var element = EnvelopeText(depth: depth)
    element.element("\(prefix)\(name)", text)
    bytes += element.bytes
  }

  /// Without a line end, so that what is signed later ends with its tag.
  mutating func signature(_ signature: EnvelopeSignature, id: String, depth: Int) {
    begin("电子签名", depth)
    lineEnd()
    element("签名标识符", id, depth + 1)
    body(signature, rule: "eep.rule", depth + 1)
    end("电子签名", depth)
  }

  mutating func lock(_ signature: EnvelopeSignature, locked: String, depth: Int) {
    begin("锁定签名", depth)
    lineEnd()
    element("被锁定签名标识符", locked, depth + 1)
    body(signature, rule: "eep.rule.lock", depth + 1)
    end("锁定签名", depth)
  }

  private mutating func body(_ signature: EnvelopeSignature, rule: String, _ depth: Int) {
    element("签名规则", MessageCatalogue.shared.word(rule, .chinese), depth)
    if let time = signature.time { element("签名时间", time, depth) }
    if let signer = signature.signer { element("签名人", signer, depth) }
    element("签名结果", Base64.text(signature.result), depth)
    begin("证书块", depth)
    lineEnd()
    for certificate in signature.certificates { element("证书", Base64.text(certificate), depth + 1) }
    end("证书块", depth)
    lineEnd()
    element("签名算法标识", signature.algorithm, depth)
  }
}
