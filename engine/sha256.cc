#define OPENSSL_SUPPRESS_DEPRECATED  // see the header
#include "engine/sha256.h"

#include "engine/hex.h"

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

}  // namespace sojourn
