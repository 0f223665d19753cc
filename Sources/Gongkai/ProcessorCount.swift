#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How many cores there are.
public enum ProcessorCount {
  public static var current: Int {
    #if canImport(Glibc) || canImport(Musl)
      max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1)
    #else
      max(Int(sysconf(_SC_NPROCESSORS_ONLN)), 1)
    #endif
  }
}
