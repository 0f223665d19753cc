import CNettle
import TextKit

/// The algorithms that prove that bytes are the same.
public enum DigestAlgorithm: String, CaseIterable, Sendable {
  case sha256 = "SHA-256"
  /// GB/T 32905.
  case sm3 = "SM3"
  case sha512 = "SHA-512"
  /// Met in the packages of others, as MD5 is; neither proves anything against intent.
  case sha1 = "SHA-1"
  case md5 = "MD5"

  /// How many bytes a digest has.
  package var length: Int {
    switch self {
    case .sha256: Int(SHA256_DIGEST_SIZE)
    case .sm3: Int(SM3_DIGEST_SIZE)
    case .sha512: Int(SHA512_DIGEST_SIZE)
    case .sha1: Int(SHA1_DIGEST_SIZE)
    case .md5: Int(MD5_DIGEST_SIZE)
    }
  }
}

/// The digest of bytes that come piece by piece.
package struct ContentDigest: Sendable {
  private enum State: Sendable {
    case sha256(sha256_ctx)
    case sm3(sm3_ctx)
    case sha512(sha512_ctx)
    case sha1(sha1_ctx)
    case md5(md5_ctx)
  }

  private var state: State

  package init(_ algorithm: DigestAlgorithm) {
    switch algorithm {
    case .sha256:
      var context = sha256_ctx()
      nettle_sha256_init(&context)
      state = .sha256(context)
    case .sm3:
      var context = sm3_ctx()
      nettle_sm3_init(&context)
      state = .sm3(context)
    case .sha512:
      var context = sha512_ctx()
      nettle_sha512_init(&context)
      state = .sha512(context)
    case .sha1:
      var context = sha1_ctx()
      nettle_sha1_init(&context)
      state = .sha1(context)
    case .md5:
      var context = md5_ctx()
      nettle_md5_init(&context)
      state = .md5(context)
    }
  }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    let start = bytes.bindMemory(to: UInt8.self).baseAddress
    switch state {
    case .sha256(var context):
      nettle_sha256_update(&context, bytes.count, start)
      state = .sha256(context)
    case .sm3(var context):
      nettle_sm3_update(&context, bytes.count, start)
      state = .sm3(context)
    case .sha512(var context):
      nettle_sha512_update(&context, bytes.count, start)
      state = .sha512(context)
    case .sha1(var context):
      nettle_sha1_update(&context, bytes.count, start)
      state = .sha1(context)
    case .md5(var context):
      nettle_md5_update(&context, bytes.count, start)
      state = .md5(context)
    }
  }

  package mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// The digest of all that came.
  package consuming func finish() -> [UInt8] {
    func digest(_ length: Int32, _ write: (Int, UnsafeMutablePointer<UInt8>?) -> Void) -> [UInt8] {
      [UInt8](unsafeUninitializedCapacity: Int(length)) { target, count in
        write(Int(length), target.baseAddress)
        count = Int(length)
      }
    }
    switch state {
    case .sha256(var context): return digest(SHA256_DIGEST_SIZE) { nettle_sha256_digest(&context, $0, $1) }
    case .sm3(var context): return digest(SM3_DIGEST_SIZE) { nettle_sm3_digest(&context, $0, $1) }
    case .sha512(var context): return digest(SHA512_DIGEST_SIZE) { nettle_sha512_digest(&context, $0, $1) }
    case .sha1(var context): return digest(SHA1_DIGEST_SIZE) { nettle_sha1_digest(&context, $0, $1) }
    case .md5(var context): return digest(MD5_DIGEST_SIZE) { nettle_md5_digest(&context, $0, $1) }
    }
  }

  /// The digest of bytes that are all there.
  package static func of(_ bytes: [UInt8], _ algorithm: DigestAlgorithm) -> [UInt8] {
    var digest = ContentDigest(algorithm)
    digest.update(bytes)
    return digest.finish()
  }

  /// The same in lower-case hexadecimal.
  package static func hexadecimal(_ bytes: [UInt8], _ algorithm: DigestAlgorithm = .sha256) -> String {
    of(bytes, algorithm).hexadecimal
  }
}
