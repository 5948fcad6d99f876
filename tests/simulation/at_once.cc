#include "tests/simulation/at_once.h"

namespace sojourn::simulation {

void at_once(Host& host, const std::vector<std::function<void()>>& stories, bool apart) {
  const Host::Mark mark = host.mark();
  int lane = 0;
  for (const auto& story : stories) {
    host.rewind(mark);
    if (apart) host.take_lane(lane++, static_cast<int>(stories.size()));
    host.wait_ms(0, host.dice().one_in(2) ? 400 : 12'000);
    story();
  }
  host.take_lane(0, 1);
  host.settle(mark);
}

}  // namespace sojourn::simulation
