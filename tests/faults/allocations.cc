// Memory, each piece of which can be refused. Without sanitizers all comes from malloc, of the
// libraries, too. The address sanitizer has an operator new of its own that does not go there.
#include <dlfcn.h>

#include <cerrno>
#include <cstddef>
#include <new>

#include "tests/faults/calls.h"

namespace {

using sojourn::testing::Call;
using sojourn::testing::fails;

template <class Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

void* refused() {
  errno = ENOMEM;
  return nullptr;
}

}  // namespace

// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name, cert-dcl50-cpp)
extern "C" {

void* malloc(std::size_t size) noexcept {
  static const auto real = next<void*(std::size_t)>("malloc");
  return fails(Call::allocation) ? refused() : real(size);
}
void* calloc(std::size_t count, std::size_t size) noexcept {
  static const auto real = next<void*(std::size_t, std::size_t)>("calloc");
  return fails(Call::allocation) ? refused() : real(count, size);
}
void* realloc(void* old, std::size_t size) noexcept {
  static const auto real = next<void*(void*, std::size_t)>("realloc");
  return fails(Call::allocation) ? refused() : real(old, size);
}

}  // extern "C"

#ifdef SOJOURN_SANITIZED
void* operator new(std::size_t size) {
  static const auto real = next<void*(std::size_t)>("_Znwm");
  if (fails(Call::allocation)) throw std::bad_alloc();
  return real(size);
}
void* operator new[](std::size_t size) {
  static const auto real = next<void*(std::size_t)>("_Znam");
  if (fails(Call::allocation)) throw std::bad_alloc();
  return real(size);
}
void* operator new(std::size_t size, const std::nothrow_t& how) noexcept {
  static const auto real = next<void*(std::size_t, const std::nothrow_t&)>("_ZnwmRKSt9nothrow_t");
  return fails(Call::allocation) ? nullptr : real(size, how);
}
#endif
// NOLINTEND(readability-inconsistent-declaration-parameter-name, cert-dcl50-cpp)
