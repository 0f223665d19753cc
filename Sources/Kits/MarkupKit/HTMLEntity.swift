import CLibXML2

/// The characters that HTML gives a name.
package enum HTMLEntity {
  /// The character of `nbsp` and the others of HTML 4, by libxml2's table; nil for any other name.
  package static func character(_ name: UnsafeBufferPointer<UInt8>) -> UInt32? {
    if name.elementsEqual("nbsp".utf8) { return 0xA0 }
    guard !name.isEmpty else { return nil }
    return (Array(name) + [0]).withUnsafeBufferPointer { terminated in
      htmlEntityLookup(terminated.baseAddress)?.pointee.value
    }
  }
}
