#define OPENSSL_SUPPRESS_DEPRECATED  // see the header
#include "engine/sha256.h"

#include <memory>

#include "engine/hex.h"
#include "parsers/byte_source.h"

namespace sojourn {

Sha256::Sha256() : state_{} { SHA256_Init(&state_); }

void Sha256::add(std::string_view bytes) { SHA256_Update(&state_, bytes.data(), bytes.size()); }

std::array<std::uint64_t, 4> Sha256::digest() {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> bytes{};
  SHA256_Final(bytes.data(), &state_);
  std::array<std::uint64_t, 4> numbers{};
  for (std::size_t i = 0; i < bytes.size(); ++i) numbers[i / 8] = numbers[i / 8] << 8 | bytes[i];
  return numbers;
}

std::string Sha256::hex() {
  std::string text;
  for (const std::uint64_t number : digest()) text += hex_digits(number);
  return text;
}

std::uint64_t Sha256::beginning() { return digest().front(); }

std::optional<std::string> sha256_of(const std::filesystem::path& path) {
  ByteSource file(path);
  Sha256 sha256;
  const auto buffer = std::make_unique<std::array<std::uint8_t, 1 << 18>>();
  for (std::uint64_t at = 0;;) {
    const std::size_t count = file.read_at(at, *buffer);
    if (!file.failure().empty()) return std::nullopt;
    if (count == 0) return sha256.hex();
    sha256.add({reinterpret_cast<const char*>(buffer->data()), count});
    at += count;
  }
}

}  // namespace sojourn
