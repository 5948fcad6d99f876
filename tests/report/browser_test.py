"""The report's page in Chromium, as somebody uses it.

browser_test.py SOJOURN MAKE_EVIDENCE [FOLDER]: screenshots go to FOLDER, where it is named. Ends with 77 where it is not
asked for (SOJOURN_LONG=1) or cannot run. Times are printed, not judged: they are the machine's, too.
"""
import base64
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

if os.environ.get("SOJOURN_LONG") != "1":
    print("skipped: set SOJOURN_LONG=1 to open the report in a browser")
    sys.exit(77)
try:
    from selenium import webdriver
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
except ImportError:
    print("skipped: python3-selenium is not installed")
    sys.exit(77)
if shutil.which("chromium") is None or shutil.which("chromedriver") is None:
    print("skipped: chromium and chromium-driver are not installed")
    sys.exit(77)

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from large_case import enlarge  # noqa: E402

SOJOURN, MAKE_EVIDENCE = (os.path.abspath(path) for path in sys.argv[1:3])
SHOTS = os.path.abspath(sys.argv[3]) if len(sys.argv) > 3 else None
HOSTILE = "<img src=x onerror=\"window.ran='image'\">\u202e</script><script>window.ran='script'</script>"
PLAIN_LENGTH = 189  # sessions of people in the demo


def sojourn(*arguments):
    subprocess.run([SOJOURN, *arguments], check=True, stdout=subprocess.DEVNULL)


def open_browser(dark=False):
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1",
                     "--force-prefers-reduced-motion"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options)
    resize(browser, 1280, 800)
    if dark:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia",
                                {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})
    return browser


def resize(browser, width, height):
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="sojourn-report-")
        cls.case = os.path.join(cls.folder, "demo.db")
        subprocess.run([MAKE_EVIDENCE, os.path.join(cls.folder, "evidence")], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        sojourn("analyze", os.path.join(cls.folder, "evidence"), "-o", cls.case, "--quiet")
        cls.report = os.path.join(cls.folder, "report.html")
        sojourn("report", cls.case, "-o", cls.report)
        cls.browser = open_browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.quit()
        shutil.rmtree(cls.folder)

    def setUp(self):
        self.open(self.report)

    def open(self, path, fragment=""):
        self.browser.get("about:blank")
        for log in ("browser", "performance"):
            self.browser.get_log(log)
        self.browser.get("file://" + path + fragment)
        self.wait("return document.readyState === 'complete' && performance.getEntriesByName('drawn').length === 1")

    def tearDown(self):
        severe = [entry["message"] for entry in self.browser.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
        self.assertEqual(severe, getattr(self, "expected_in_log", []))
        self.assertEqual([url for url in self.requests() if not url.startswith("file://" + self.folder)], [])

    def requests(self):
        messages = [json.loads(entry["message"])["message"] for entry in self.browser.get_log("performance")]
        blocked = {m["params"]["requestId"] for m in messages
                   if m["method"] == "Network.loadingFailed" and m["params"].get("blockedReason") == "csp"}
        return [m["params"]["request"]["url"] for m in messages
                if m["method"] == "Network.requestWillBeSent" and m["params"]["requestId"] not in blocked]

    def js(self, script, *arguments):
        return self.browser.execute_script(script, *arguments)

    def wait(self, script, seconds=20):
        end = time.monotonic() + seconds
        while not self.js(script):
            self.assertLess(time.monotonic(), end, script)
            time.sleep(0.05)

    def find(self, css):
        return self.browser.find_element(By.CSS_SELECTOR, css)

    def texts(self, css):
        return self.js("return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", css)

    def shown(self):
        return self.js("return shown.length")

    def shot(self, name):
        if SHOTS:
            self.browser.save_screenshot(os.path.join(SHOTS, name + ".png"))

    def test_tells_the_break_in_first_and_leads_to_its_session(self):
        first = self.find("#findings li")
        self.assertIn("svc_backup got in", first.text)
        first.find_element(By.CSS_SELECTOR, "a").click()
        self.wait("return !document.getElementById('details').hidden")
        self.assertIn("Session 175", self.find("#details h2").text)
        self.assertEqual(self.js("return document.activeElement.id"), "details")
        self.assertIn("4624", self.find("#details .records").text)
        ActionChains(self.browser).send_keys(Keys.ESCAPE).perform()
        self.assertFalse(self.find("#details").is_displayed())
        self.assertEqual(self.js("return location.hash"), "")
        self.assertEqual(self.js("return document.activeElement.textContent"), "session 175")

    def test_a_session_can_be_linked_to(self):
        uid = self.js("return byId.get(176).uid")
        self.open(self.report, "#session-" + uid)
        self.assertIn("Session 176", self.find("#details h2").text)
        self.assertIn("before it", self.find("#details dl").text)

    def test_each_filter_leaves_what_it_names(self):
        self.assertEqual(self.shown(), PLAIN_LENGTH)
        for field, value, test in (
                ("who", "petrov", "s.who.includes('petrov')"), ("host", "wks-0142", "s.host.startsWith('WKS-0142')"),
                ("source", "203.0.113.66", "s.src_ip === '203.0.113.66'"), ("text", "idle_timeout", "s.end_reason === 'idle_timeout'"),
                ("text", "svc_backup remote", "s.kind === 'remote'"), ("from", "2026-03-05 08:00", "s.to >= Date.UTC(2026, 2, 5, 8)"),
                ("to", "2026-03-02", "s.from < Date.UTC(2026, 2, 3)")):
            with self.subTest(field=field, value=value):
                box = self.find("#filter-" + field)
                box.send_keys(value)
                self.wait(f"return shown.length < {PLAIN_LENGTH}")
                self.assertTrue(self.js(f"return shown.length > 0 && shown.every(s => {test})"))
                self.find("#clear").click()
                self.wait(f"return shown.length === {PLAIN_LENGTH}")
        self.find("#filter-from").send_keys("yesterday")
        self.wait("return document.getElementById('filter-from').getAttribute('aria-invalid') === 'true'")
        self.assertEqual(self.shown(), PLAIN_LENGTH)

    def test_kinds_and_outcomes_are_ticked_off(self):
        self.find("#filter-outcomes input[value=failure]").click()
        self.wait("return shown.length === 24")
        self.find("#filter-kinds input[value=remote]").click()
        self.wait("return shown.length < 24")
        self.assertTrue(self.js("return shown.every(s => s.kind !== 'remote' && !s.failed)"))
        self.assertIn("of 189 in all", self.find("#count").text)

    def test_the_wheel_zooms_with_control_and_scrolls_without(self):
        whole = self.js("return seen.domain().map(Number)")
        wheel = ("document.querySelector('#lanes canvas').dispatchEvent(new WheelEvent('wheel', {deltaY: -240, ctrlKey: arguments[0],"
                 " clientX: 800, clientY: document.querySelector('#lanes canvas').getBoundingClientRect().top + 20, bubbles: true,"
                 " cancelable: true, view: window}))")
        self.js(wheel, False)
        self.assertEqual(self.js("return seen.domain().map(Number)"), whole)
        self.js(wheel, True)
        zoomed = self.js("return seen.domain().map(Number)")
        self.assertLess(zoomed[1] - zoomed[0], whole[1] - whole[0])
        self.find("#zoom-all").click()
        self.assertEqual(self.js("return seen.domain().map(Number)"), whole)

    def test_a_brush_over_the_overview_chooses_a_span(self):
        overview = self.find("#overview .overlay")
        self.js("arguments[0].scrollIntoView({block: 'center'})", overview)
        whole = self.js("return seen.domain().map(Number)")
        ActionChains(self.browser).move_to_element_with_offset(overview, -100, 0).click_and_hold().move_by_offset(150, 0).release().perform()
        span = self.js("return seen.domain().map(Number)")
        self.assertLess(span[1] - span[0], (whole[1] - whole[0]) / 4)
        self.assertGreater(span[0], whole[0])

    def test_dragging_moves_and_a_click_on_a_bar_opens_it(self):
        self.js("see(byId.get(176).from, byId.get(176).to); reveal(byId.get(176));"
                "document.getElementById('lanes').scrollIntoView({block: 'center'})")
        time.sleep(0.2)
        canvas = self.find("#lanes canvas")
        before = self.js("return +seen.domain()[0]")
        ActionChains(self.browser).drag_and_drop_by_offset(canvas, 60, 0).perform()
        self.assertLess(self.js("return +seen.domain()[0]"), before)
        x, y = self.js("const s = byId.get(176), box = arguments[0].getBoundingClientRect();"
                       "const lane = lanes.find(l => !l.head && l.tracks.some(t => t.bars.includes(s)));"
                       "const track = lane.tracks.findIndex(t => t.bars.includes(s));"
                       "return [seen((s.from + s.to) / 2) - box.width / 2,"
                       " barTop(lane, track) + 4 - laneCanvas.holder.scrollTop - box.height / 2]", canvas)
        hover = ActionChains(self.browser).move_to_element_with_offset(canvas, round(x), round(y))
        hover.perform()
        self.assertIn("198.51.100.23", self.find("#tip").text)
        hover.click().perform()
        self.wait("return !document.getElementById('details').hidden")
        self.assertIn("Session 176", self.find("#details h2").text)

    def test_the_keyboard_alone_moves_steps_and_opens(self):
        self.js("document.getElementById('lanes').focus()")
        keys = ActionChains(self.browser)
        before = self.js("return seen.domain().map(Number)")
        keys.send_keys("+").perform()
        self.assertLess(self.js("return seen.domain()[1] - seen.domain()[0]"), before[1] - before[0])
        ActionChains(self.browser).send_keys(".").perform()
        self.assertIn("session 182", self.find("#step").get_attribute("textContent"))
        ActionChains(self.browser).send_keys(Keys.ENTER).perform()
        self.wait("return !document.getElementById('details').hidden")
        self.assertIn("Session 182", self.find("#details h2").text)

    def test_lanes_are_by_host_or_by_account(self):
        self.assertEqual(self.js("return lanes.filter(l => l.head).map(l => l.label)"),
                         ["SRV-FILE01.corp.example", "WKS-0142.corp.example"])
        self.find("#grouping input[value=who]").click()
        self.assertEqual(self.js("return lanes.filter(l => l.head)[0].label"), "CORP\\svc_backup")

    def test_every_part_has_a_name_for_a_screen_reader(self):
        self.assertEqual(self.js(
            "return [...document.querySelectorAll('input, button, a, svg, [tabindex], table, section')].filter(e =>"
            " !(e.getAttribute('aria-hidden') || e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.closest('label')"
            " || e.textContent.trim())).map(e => e.outerHTML)"), [])
        self.assertEqual(self.js("return [...document.querySelectorAll('table')].filter(t => !t.caption).length"), 0)

    def test_tables_are_sorted_by_their_titles(self):
        titles = self.browser.find_elements(By.CSS_SELECTOR, "#sources th button")
        failures = next(title for title in titles if title.text == "failures")
        self.js("arguments[0].click()", failures)
        counts = [int(text) for text in self.texts("#sources td:nth-child(6)")]
        self.assertEqual(counts, sorted(counts, reverse=True))
        self.assertEqual(self.js("return arguments[0].parentElement.getAttribute('aria-sort')", failures), "descending")

    def test_the_movement_leads_from_outside_over_the_server_to_the_workstation(self):
        places = self.js("return [...document.querySelectorAll('#movement svg g > text:not(.count)')].map(e => e.textContent)")
        self.assertEqual(sorted(places), ["198.51.100.23", "203.0.113.66", "SRV-FILE01", "WKS-0142"])
        self.assertIn("SRV-FILE01", self.find("#movement table").text)

    def test_hostile_names_are_shown_and_do_not_run(self):
        path = os.path.join(self.folder, "hostile.db")
        shutil.copy(self.case, path)
        with sqlite3.connect(path) as case:
            for sql in ("UPDATE session SET user_name = :x, src_host = :x, failure_reason = :x, flags = :x, user_sid = NULL",
                        "UPDATE account SET name = :x, domain = :x, sid = NULL", "UPDATE host SET name = :x || host_id",
                        "INSERT INTO text VALUES (999999, :x)", "UPDATE event_row SET user_name_text = 999999, client_text = 999999, "
                        "process_text = 999999, terminal_text = 999999", "UPDATE rule SET meaning = :x",
                        "UPDATE evidence SET path = :x", "UPDATE burst SET user_name = :x, caller = :x, process = :x",
                        "UPDATE session SET src_ip = :x, src_scope = 'external' WHERE session_id % 3 = 0"):
                case.execute(sql, {"x": HOSTILE})
        page = os.path.join(self.folder, "hostile.html")
        sojourn("report", path, "-o", page)
        self.open(page)
        for session in (175, 176, 180):
            self.js("location.hash = link(byId.get(arguments[0]))", session)
            self.wait(f"return document.getElementById('details-title').textContent.startsWith('Session {session}')")
        self.js("document.querySelector('#grouping input[value=who]').click(); setFilter({text: 'onerror'}); step(1);")
        self.wait("return shown.length > 0")
        self.assertIsNone(self.js("return window.ran || null"))
        self.assertEqual(self.js("return document.querySelectorAll('img, iframe, script:not([type])').length"), 2)
        self.assertIn("onerror", self.find("#details").text)
        self.assertIn("\\u{202e}", self.find("#details").text)
        self.assertNotIn("\u202e", self.js("return document.body.textContent"))

    def test_the_policy_lets_nothing_in_or_out(self):
        self.js("const image = new Image(); image.src = 'https://sojourn.invalid/x.png'; document.body.append(image);"
                "const script = document.createElement('script'); script.textContent = 'window.ran = 1'; document.body.append(script);"
                "fetch('https://sojourn.invalid/').catch(() => window.refused = true);")
        self.wait("return window.refused === true")
        self.assertIsNone(self.js("return window.ran || null"))
        self.assertEqual([url for url in self.requests() if "invalid" in url], [])
        log = [entry["message"] for entry in self.browser.get_log("browser")]
        self.assertGreaterEqual(sum("Content Security Policy" in message for message in log), 3, log)

    def test_paper_is_light_and_has_no_tools(self):
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": [
            {"name": "prefers-color-scheme", "value": "dark"}]})
        time.sleep(0.3)
        self.assertFalse(self.find("#filters").is_displayed())
        self.assertEqual(self.js("return getComputedStyle(document.body).color"), "rgb(0, 0, 0)")
        self.assertLess(self.js("return laneCanvas.canvas.getBoundingClientRect().width"), 720)
        pdf = self.browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})["data"]
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
        if SHOTS:
            with open(os.path.join(SHOTS, "report.pdf"), "wb") as file:
                file.write(base64.b64decode(pdf))
        self.assertGreater(len(pdf), 10000)

    def test_a_page_that_was_wider_than_paper_is_not_printed_smaller(self):
        def pages():
            pdf = self.browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"]
            return len(re.findall(rb"/Type /Page\b", base64.b64decode(pdf)))
        wide = pages()
        resize(self.browser, 680, 800)
        self.open(self.report)
        narrow = pages()
        resize(self.browser, 1280, 800)
        self.assertEqual(wide, narrow)

    def test_looks_in_light_and_dark(self):
        self.shot("light")
        self.js("document.getElementById('time').scrollIntoView()")
        self.shot("light-timeline")
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})
        time.sleep(0.3)
        self.assertEqual(self.js("return colours.panel"), "#171d25")
        self.shot("dark-timeline")
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})

    def test_fifty_thousand_sessions_move_smoothly(self):
        path, page = os.path.join(self.folder, "large.db"), os.path.join(self.folder, "large.html")
        shutil.copy(self.case, path)
        enlarge(path, 50_000)
        begin = time.monotonic()
        sojourn("report", path, "--all", "-o", page)
        made = time.monotonic() - begin
        self.open(page)
        self.assertEqual(self.js("return sessions.length"), 50_000)
        drawn = self.js("return Math.max(performance.getEntriesByName('drawn')[0].startTime,"
                        " ...performance.getEntriesByType('paint').map(e => e.startTime))")
        self.js("document.getElementById('time').scrollIntoView()")
        self.shot("large")
        self.browser.set_script_timeout(120)
        frames = self.browser.execute_async_script(
            "const done = arguments[0], frames = []; let last = performance.now(), n = 0;"
            "const frame = now => { frames.push(now - last); last = now; if (++n > 180) return done(frames.slice(1));"
            "zoomBy(n < 90 ? 1.06 : 1 / 1.06); if (n % 3 === 0) moveBy(0.02); laneCanvas.holder.scrollTop += n % 40 < 20 ? 8 : -8;"
            "requestAnimationFrame(frame); }; requestAnimationFrame(frame);")
        frames.sort()
        print(f"\n50,000 sessions: {os.path.getsize(page) / 1e6:.1f} MB written in {made:.1f} s, first paint {drawn:.0f} ms, frames while "
              f"zooming: median {frames[len(frames) // 2]:.0f} ms, 95th percentile {frames[int(len(frames) * 0.95)]:.0f} ms, "
              f"longest {frames[-1]:.0f} ms", flush=True)
        begin = self.js("return performance.now()")
        self.js("setFilter({text: 'svc_backup'})")
        print(f"a filter takes {self.js('return performance.now()') - begin:.0f} ms", flush=True)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
