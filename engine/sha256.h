// SHA-256, of files and of what makes a session's uid.
#pragma once

#include <openssl/sha.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace sojourn {

// OpenSSL's older functions, which need no memory: making ready the newer ones reads OpenSSL's
// configuration, and ends the program where memory is short.
class Sha256 {
 public:
  Sha256();

  void add(std::string_view bytes);
  // All 64 digits, in lower case. Ends the computation.
  std::string hex();
  // The first 16 of them, as a number. Ends the computation.
  std::uint64_t beginning();

 private:
  std::array<std::uint64_t, 4> digest();

  SHA256_CTX state_;
};

// Of a file, read to its end; nothing where it cannot be.
std::optional<std::string> sha256_of(const std::filesystem::path& path);

}  // namespace sojourn
