#include "engine/hash_of_parts.h"

#include <array>
#include <memory>
#include <vector>

#include "engine/sha256.h"
#include "parsers/byte_source.h"

namespace sojourn {

std::optional<std::string> hash_of_parts(
    const std::filesystem::path& path, std::span<const FileDescriptor> parts,
    const std::function<void(std::uint64_t bytes, std::uint64_t of)>& hashed) {
  constexpr std::uint64_t kBetween = std::uint64_t{16} << 20;
  std::vector<ByteSource> sources;
  sources.reserve(parts.size() + 1);
  sources.emplace_back(path);
  for (const FileDescriptor& part : parts)
    sources.emplace_back(std::filesystem::path("/proc/self/fd/" + std::to_string(part.number())));
  std::uint64_t total = 0, done = 0, told = 0;
  for (const ByteSource& source : sources) total += source.size();
  Sha256 sha256;
  const auto buffer = std::make_unique<std::array<std::uint8_t, 1 << 18>>();
  for (ByteSource& source : sources) {
    for (std::uint64_t at = 0;;) {
      const std::size_t count = source.read_at(at, *buffer);
      if (!source.failure().empty()) return std::nullopt;
      if (count == 0) break;
      sha256.add({reinterpret_cast<const char*>(buffer->data()), count});
      at += count;
      done += count;
      if (!hashed || done - told < kBetween) continue;
      told = done;
      hashed(done, total);
    }
  }
  return sha256.hex();
}

}  // namespace sojourn
