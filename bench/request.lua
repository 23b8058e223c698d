-- One request of the bench, and a count of the answers that were not the expected ones.
-- Everything comes from the environment: see single.py and redirect.py.

local env = os.getenv
local kind, expect = env("BENCH_KIND"), tonumber(env("BENCH_EXPECT"))
local count = tonumber(env("BENCH_FROM") or 0)
unexpected = 0

wrk.headers["Content-Type"] = "application/json"
if env("BENCH_AUTH") ~= "" then
  wrk.headers["Authorization"] = env("BENCH_AUTH")
end

-- What differs from request to request, one a line: codes that are scanned, paths, credentials.
local lines = {}
if env("BENCH_LINES") then
  for line in io.lines(env("BENCH_LINES")) do
    table.insert(lines, line)
  end
end
if kind == "scan" then
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
    return wrk.format("GET", "/q/" .. lines[count % #lines + 1])
  elseif kind == "path" then
    count = count + 1
    return wrk.format("GET", lines[count % #lines + 1])
  elseif kind == "token" then
    count = count + 1
    return wrk.format("GET", nil, { Authorization = lines[count % #lines + 1] })
  elseif kind == "flood" then
    count = count + 1
    return wrk.format("POST", nil, nil,
      string.format('{"email":"nobody-%d@example.test","password":"a wrong password"}', count))
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
  if expect and status ~= expect then
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
