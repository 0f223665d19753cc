import Collection

struct RollUpWorkbook {
  init(_ style: RollUpStyle) {}
  func bytes(of rollUp: RollUp) -> [UInt8] { [] }
}
