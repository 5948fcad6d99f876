// What libevtx 20181227, Debian's, is known to get wrong: the list by which `verify` decides that
// the native reader is right. Each was seen on real or made logs, and checked by reading the bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>

namespace sojourn {

namespace fault {
// Thirteen files of a public collection, written by a converter, hold records that are plain binary
// XML. libevtx fails on each: "unable to retrieve record values".
inline constexpr std::string_view kRefusesRecord = "libevtx cannot retrieve the record";

// Where a chunk's checksum or header is wrong, or the file's last chunk is cut off, libevtx calls
// the file corrupted and leaves out records whose frames are whole.
inline constexpr std::string_view kLeavesOutDamaged =
    "libevtx leaves out records of damaged chunks";

// It decodes a surrogate pair to a code point that is 0x3FF too low: U+1F600 comes out as U+1F201.
inline constexpr std::string_view kLowersSurrogates =
    "libevtx renders code points above U+FFFF wrongly";

// It loses the last record of a chunk that is filled to its last byte (free space at 65,536).
inline constexpr std::string_view kLosesLastOfFull =
    "libevtx loses the last record of a full chunk";

// Its child process ran into the limits of memory or time.
inline constexpr std::string_view kGivesUp = "libevtx ran out of memory or time";
}  // namespace fault

// The text that libevtx makes of `right` by the fault kLowersSurrogates.
std::string with_lowered_surrogates(std::string_view right);

// The record ids that the fault kLosesLastOfFull concerns in this file.
std::set<std::uint64_t> last_records_of_full_chunks(const std::filesystem::path& path);

}  // namespace sojourn
