-- One request of the bench, and a count of the answers that were not the expected ones.
-- Everything comes from the environment: see run.py.

local env = os.getenv
local kind, expect = env("BENCH_KIND"), tonumber(env("BENCH_EXPECT"))
local count = 0
unexpected = 0

wrk.headers["Content-Type"] = "application/json"
if env("BENCH_AUTH") ~= "" then
  wrk.headers["Authorization"] = env("BENCH_AUTH")
end

-- The codes that are scanned, one a line.
local codes = {}
if kind == "scan" then
  for code in io.lines(env("BENCH_CODES")) do
    table.insert(codes, code)
  end
  wrk.headers["User-Agent"] = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) " ..
    "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
end

local threads = {}
function setup(thread)
  table.insert(threads, thread)
end

function request()
  if kind == "get" then
    return wrk.format("GET")
  elseif kind == "scan" then
    count = count + 1
    return wrk.format("GET", "/q/" .. codes[count % #codes + 1])
  elseif kind == "login" then
    return wrk.format("POST", nil, nil,
      string.format('{"email":"%s","password":"%s"}', env("BENCH_EMAIL"), env("BENCH_PASSWORD")))
  end
  count = count + 1
  return wrk.format("POST", nil, nil,
    string.format('{"sku":"NEW-%s-%d","name":"New product","brand":%s}',
      env("BENCH_ROUND"), count, env("BENCH_BRAND")))
end

function response(status)
  if status ~= expect then
    unexpected = unexpected + 1
  end
end

function done()
  local total = 0
  for _, thread in ipairs(threads) do
    total = total + thread:get("unexpected")
  end
  print("unexpected: " .. total)
end
