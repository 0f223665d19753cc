import Collection

struct RollUpPage {
  init(_ style: RollUpStyle) {}
  func bytes(of rollUp: RollUp) -> [UInt8] { [] }
}
