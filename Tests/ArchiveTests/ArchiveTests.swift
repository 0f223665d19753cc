import Gongkai
import Testing

@Suite struct ArchiveTests {
}
