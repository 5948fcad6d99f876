#define OPENSSL_SUPPRESS_DEPRECATED  // see the header
#include "engine/sha256.h"

namespace sojourn {

Sha256::Sha256() : state_{} { SHA256_Init(&state_); }

void Sha256::add(std::string_view bytes) { SHA256_Update(&state_, bytes.data(), bytes.size()); }

std::array<unsigned char, SHA256_DIGEST_LENGTH> Sha256::digest() {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256_Final(digest.data(), &state_);
  return digest;
}

std::string Sha256::hex() {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : digest()) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

std::uint64_t Sha256::beginning() {
  const auto all = digest();
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i) number = number << 8 | all[i];
  return number;
}

}  // namespace sojourn
