#include "tests/simulation/at_once.h"

namespace sojourn::simulation {

void at_once(Host& host, const std::vector<std::function<void()>>& stories) {
  const Host::Mark mark = host.mark();
  for (const auto& story : stories) {
    host.rewind(mark);
    host.wait_ms(0, host.dice().one_in(2) ? 400 : 12'000);
    story();
  }
  host.settle(mark);
}

}  // namespace sojourn::simulation
