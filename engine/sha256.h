// SHA-256, of files and of what makes a session's uid.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace sojourn {

class Sha256 {
 public:
  // Throws std::runtime_error where OpenSSL offers no SHA-256.
  Sha256();

  void add(std::string_view bytes);
  // All 64 digits, in lower case. Ends the computation.
  std::string hex();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace sojourn
