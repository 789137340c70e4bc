
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'engagements' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'engagements'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'engagements' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Base URL of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that contains the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'Authentication scheme before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Timeout per attempt; for recordings, per period without data')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Timeout for connecting')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Maximum number of retries per request')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'Maximum total time spent waiting for retries')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Additional root certificates (PEM)')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Time zone for times without an offset and for displayed times')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Format of errors on stderr')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use a built-in mock of the API; needs no token')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List engagements')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show engagements with all their fields')
            [CompletionResult]::new('transcript', 'transcript', [CompletionResultType]::ParameterValue, 'Print chat transcripts')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Have the service send to site targets; nothing is downloaded')
            [CompletionResult]::new('recordings', 'recordings', [CompletionResultType]::ParameterValue, 'Download audio recordings')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Run a local mock of the API')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Inspect the configuration')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Generate shell completions')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Generate man pages')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'engagements;list' {
            [CompletionResult]::new('--site-id', '--site-id', [CompletionResultType]::ParameterName, 'Only these sites (repeatable, comma-separated)')
            [CompletionResult]::new('--operator-id', '--operator-id', [CompletionResultType]::ParameterName, 'Only these operators (repeatable, comma-separated)')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'From TIME on: 7d, 2015-10-01')
            [CompletionResult]::new('--start-date', '--start-date', [CompletionResultType]::ParameterName, 'From TIME on: 7d, 2015-10-01')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Up to the end of TIME: 2015-10-01')
            [CompletionResult]::new('--end-date', '--end-date', [CompletionResultType]::ParameterName, 'Up to the end of TIME: 2015-10-01')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'Oldest or newest first')
            [CompletionResult]::new('--page', '--page', [CompletionResultType]::ParameterName, 'Fetch only this page, numbered from 1')
            [CompletionResult]::new('--per-page', '--per-page', [CompletionResultType]::ParameterName, 'Engagements per request, 1 to 1000')
            [CompletionResult]::new('-L', '-L ', [CompletionResultType]::ParameterName, 'Fetch at most COUNT engagements')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Fetch at most COUNT engagements')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print: `a,b`, or `+a,+b` to add some')
            [CompletionResult]::new('-O', '-O ', [CompletionResultType]::ParameterName, 'Write to FILE, replacing it only on success')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, replacing it only on success')
            [CompletionResult]::new('--receipt', '--receipt', [CompletionResultType]::ParameterName, 'Write a JSON report with counts, checksum and completeness to FILE')
            [CompletionResult]::new('--delimiter', '--delimiter', [CompletionResultType]::ParameterName, 'Separate CSV cells by CHARACTER: `;`, `tab`, ... [default: `,`]')
            [CompletionResult]::new('--summary', '--summary', [CompletionResultType]::ParameterName, 'Print totals per day, weekday, hour, operator or type')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Fetch only what is new since the last run recorded in FILE; requires `--all`')
            [CompletionResult]::new('--lookback', '--lookback', [CompletionResultType]::ParameterName, 'Search this far before the last run for late engagements [default: 24h]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Base URL of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that contains the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'Authentication scheme before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Timeout per attempt; for recordings, per period without data')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Timeout for connecting')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Maximum number of retries per request')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'Maximum total time spent waiting for retries')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Additional root certificates (PEM)')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Time zone for times without an offset and for displayed times')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Format of errors on stderr')
            [CompletionResult]::new('--any-operator', '--any-operator', [CompletionResultType]::ParameterName, 'Include all operators; not supported by older deployments')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Fetch all pages')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Omit the header row of a table or CSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Write CSV for spreadsheets, with formulas escaped')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use a built-in mock of the API; needs no token')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            break
        }
        'engagements;show' {
            [CompletionResult]::new('--site-id', '--site-id', [CompletionResultType]::ParameterName, 'Only these sites (repeatable, comma-separated)')
            [CompletionResult]::new('--operator-id', '--operator-id', [CompletionResultType]::ParameterName, 'Only these operators (repeatable, comma-separated)')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'From TIME on: 7d, 2015-10-01')
            [CompletionResult]::new('--start-date', '--start-date', [CompletionResultType]::ParameterName, 'From TIME on: 7d, 2015-10-01')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Up to the end of TIME: 2015-10-01')
            [CompletionResult]::new('--end-date', '--end-date', [CompletionResultType]::ParameterName, 'Up to the end of TIME: 2015-10-01')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'Oldest or newest first')
            [CompletionResult]::new('--per-page', '--per-page', [CompletionResultType]::ParameterName, 'Engagements per request, 1 to 1000')
            [CompletionResult]::new('-L', '-L ', [CompletionResultType]::ParameterName, 'Fetch at most COUNT engagements')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Fetch at most COUNT engagements')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print: `a,b`, or `+a,+b` to add some')
            [CompletionResult]::new('-O', '-O ', [CompletionResultType]::ParameterName, 'Write to FILE, replacing it only on success')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, replacing it only on success')
            [CompletionResult]::new('--receipt', '--receipt', [CompletionResultType]::ParameterName, 'Write a JSON report with counts, checksum and completeness to FILE')
            [CompletionResult]::new('--delimiter', '--delimiter', [CompletionResultType]::ParameterName, 'Separate CSV cells by CHARACTER: `;`, `tab`, ... [default: `,`]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Base URL of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that contains the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'Authentication scheme before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Timeout per attempt; for recordings, per period without data')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Timeout for connecting')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Maximum number of retries per request')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'Maximum total time spent waiting for retries')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Additional root certificates (PEM)')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Time zone for times without an offset and for displayed times')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Format of errors on stderr')
            [CompletionResult]::new('--any-operator', '--any-operator', [CompletionResultType]::ParameterName, 'Include all operators; not supported by older deployments')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Fetch all pages')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Omit the header row of a table or CSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Write CSV for spreadsheets, with formulas escaped')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use a built-in mock of the API; needs no token')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            break
        }
        'engagements;transcript' {
            [CompletionResult]::new('--site-id', '--site-id', [CompletionResultType]::ParameterName, 'Only these sites (repeatable, comma-separated)')
            [CompletionResult]::new('--operator-id', '--operator-id', [CompletionResultType]::ParameterName, 'Only these operators (repeatable, comma-separated)')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'From TIME on: 7d, 2015-10-01')
            [CompletionResult]::new('--start-date', '--start-date', [CompletionResultType]::ParameterName, 'From TIME on: 7d, 2015-10-01')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Up to the end of TIME: 2015-10-01')
            [CompletionResult]::new('--end-date', '--end-date', [CompletionResultType]::ParameterName, 'Up to the end of TIME: 2015-10-01')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'Oldest or newest first')
            [CompletionResult]::new('--per-page', '--per-page', [CompletionResultType]::ParameterName, 'Engagements per request, 1 to 1000')
            [CompletionResult]::new('-L', '-L ', [CompletionResultType]::ParameterName, 'Fetch at most COUNT engagements')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Fetch at most COUNT engagements')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print: `a,b`, or `+a,+b` to add some')
            [CompletionResult]::new('-O', '-O ', [CompletionResultType]::ParameterName, 'Write to FILE, replacing it only on success')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, replacing it only on success')
            [CompletionResult]::new('--receipt', '--receipt', [CompletionResultType]::ParameterName, 'Write a JSON report with counts, checksum and completeness to FILE')
            [CompletionResult]::new('--delimiter', '--delimiter', [CompletionResultType]::ParameterName, 'Separate CSV cells by CHARACTER: `;`, `tab`, ... [default: `,`]')
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'Write one file per engagement to DIR')
            [CompletionResult]::new('--lookback', '--lookback', [CompletionResultType]::ParameterName, 'Search this far before the last run for late engagements [default: 24h]')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Fetch only what is new since the last run recorded in FILE; requires `--all`')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Base URL of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that contains the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'Authentication scheme before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Timeout per attempt; for recordings, per period without data')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Timeout for connecting')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Maximum number of retries per request')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'Maximum total time spent waiting for retries')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Additional root certificates (PEM)')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Time zone for times without an offset and for displayed times')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Format of errors on stderr')
            [CompletionResult]::new('--any-operator', '--any-operator', [CompletionResultType]::ParameterName, 'Include all operators; not supported by older deployments')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Fetch all pages')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Omit the header row of a table or CSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Write CSV for spreadsheets, with formulas escaped')
            [CompletionResult]::new('--metrics', '--metrics', [CompletionResultType]::ParameterName, 'Print response time and message counts instead')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use a built-in mock of the API; needs no token')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            break
        }
        'engagements;export' {
            [CompletionResult]::new('--site-id', '--site-id', [CompletionResultType]::ParameterName, 'Only these sites (repeatable, comma-separated)')
            [CompletionResult]::new('--operator-id', '--operator-id', [CompletionResultType]::ParameterName, 'Only these operators (repeatable, comma-separated)')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'From TIME on: 7d, 2015-10-01')
            [CompletionResult]::new('--start-date', '--start-date', [CompletionResultType]::ParameterName, 'From TIME on: 7d, 2015-10-01')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Up to the end of TIME: 2015-10-01')
            [CompletionResult]::new('--end-date', '--end-date', [CompletionResultType]::ParameterName, 'Up to the end of TIME: 2015-10-01')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'Oldest or newest first')
            [CompletionResult]::new('--per-page', '--per-page', [CompletionResultType]::ParameterName, 'Engagements per request, 1 to 1000')
            [CompletionResult]::new('-L', '-L ', [CompletionResultType]::ParameterName, 'Fetch at most COUNT engagements')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Fetch at most COUNT engagements')
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'Record exports in FILE and skip those already done')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format')
            [CompletionResult]::new('--fields', '--fields', [CompletionResultType]::ParameterName, 'Fields to print: `a,b`, or `+a,+b` to add some')
            [CompletionResult]::new('-O', '-O ', [CompletionResultType]::ParameterName, 'Write to FILE, replacing it only on success')
            [CompletionResult]::new('--output-file', '--output-file', [CompletionResultType]::ParameterName, 'Write to FILE, replacing it only on success')
            [CompletionResult]::new('--receipt', '--receipt', [CompletionResultType]::ParameterName, 'Write a JSON report with counts, checksum and completeness to FILE')
            [CompletionResult]::new('--delimiter', '--delimiter', [CompletionResultType]::ParameterName, 'Separate CSV cells by CHARACTER: `;`, `tab`, ... [default: `,`]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Base URL of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that contains the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'Authentication scheme before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Timeout per attempt; for recordings, per period without data')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Timeout for connecting')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Maximum number of retries per request')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'Maximum total time spent waiting for retries')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Additional root certificates (PEM)')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Time zone for times without an offset and for displayed times')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Format of errors on stderr')
            [CompletionResult]::new('--any-operator', '--any-operator', [CompletionResultType]::ParameterName, 'Include all operators; not supported by older deployments')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Fetch all pages')
            [CompletionResult]::new('--pending', '--pending', [CompletionResultType]::ParameterName, 'Skip engagements already forwarded to a CRM')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Skip the confirmation prompt')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip the confirmation prompt')
            [CompletionResult]::new('--fail-fast', '--fail-fast', [CompletionResultType]::ParameterName, 'Stop at the first failed export')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Omit the header row of a table or CSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Write CSV for spreadsheets, with formulas escaped')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use a built-in mock of the API; needs no token')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            break
        }
        'engagements;recordings' {
            [CompletionResult]::new('--site-id', '--site-id', [CompletionResultType]::ParameterName, 'Only these sites (repeatable, comma-separated)')
            [CompletionResult]::new('--operator-id', '--operator-id', [CompletionResultType]::ParameterName, 'Only these operators (repeatable, comma-separated)')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'From TIME on: 7d, 2015-10-01')
            [CompletionResult]::new('--start-date', '--start-date', [CompletionResultType]::ParameterName, 'From TIME on: 7d, 2015-10-01')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Up to the end of TIME: 2015-10-01')
            [CompletionResult]::new('--end-date', '--end-date', [CompletionResultType]::ParameterName, 'Up to the end of TIME: 2015-10-01')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'Oldest or newest first')
            [CompletionResult]::new('--per-page', '--per-page', [CompletionResultType]::ParameterName, 'Engagements per request, 1 to 1000')
            [CompletionResult]::new('-L', '-L ', [CompletionResultType]::ParameterName, 'Fetch at most COUNT engagements')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Fetch at most COUNT engagements')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'Directory for the recordings; created if missing')
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'Maximum size of a recording')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Base URL of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that contains the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'Authentication scheme before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Timeout per attempt; for recordings, per period without data')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Timeout for connecting')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Maximum number of retries per request')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'Maximum total time spent waiting for retries')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Additional root certificates (PEM)')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Time zone for times without an offset and for displayed times')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Format of errors on stderr')
            [CompletionResult]::new('--any-operator', '--any-operator', [CompletionResultType]::ParameterName, 'Include all operators; not supported by older deployments')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Fetch all pages')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use a built-in mock of the API; needs no token')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            break
        }
        'engagements;sandbox' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port on 127.0.0.1; 0: any free port')
            [CompletionResult]::new('--engagements', '--engagements', [CompletionResultType]::ParameterName, 'Number of generated engagements')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Seed of the generated data')
            [CompletionResult]::new('--links', '--links', [CompletionResultType]::ParameterName, 'Style of pagination links')
            [CompletionResult]::new('--latency', '--latency', [CompletionResultType]::ParameterName, 'Delay before each response')
            [CompletionResult]::new('--rate-limit', '--rate-limit', [CompletionResultType]::ParameterName, 'Requests per second before a 429')
            [CompletionResult]::new('--fail', '--fail', [CompletionResultType]::ParameterName, 'Inject a fault: `503,every=3` (repeatable)')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Base URL of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that contains the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'Authentication scheme before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Timeout per attempt; for recordings, per period without data')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Timeout for connecting')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Maximum number of retries per request')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'Maximum total time spent waiting for retries')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Additional root certificates (PEM)')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Time zone for times without an offset and for displayed times')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Format of errors on stderr')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use a built-in mock of the API; needs no token')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            break
        }
        'engagements;config' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Base URL of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that contains the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'Authentication scheme before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Timeout per attempt; for recordings, per period without data')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Timeout for connecting')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Maximum number of retries per request')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'Maximum total time spent waiting for retries')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Additional root certificates (PEM)')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Time zone for times without an offset and for displayed times')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Format of errors on stderr')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use a built-in mock of the API; needs no token')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the path of the config file')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print all settings and their sources; secrets are redacted')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Send one request and report what works')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Create a config file with comments')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'engagements;config;path' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Base URL of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that contains the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'Authentication scheme before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Timeout per attempt; for recordings, per period without data')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Timeout for connecting')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Maximum number of retries per request')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'Maximum total time spent waiting for retries')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Additional root certificates (PEM)')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Time zone for times without an offset and for displayed times')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Format of errors on stderr')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use a built-in mock of the API; needs no token')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            break
        }
        'engagements;config;show' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Base URL of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that contains the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'Authentication scheme before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Timeout per attempt; for recordings, per period without data')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Timeout for connecting')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Maximum number of retries per request')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'Maximum total time spent waiting for retries')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Additional root certificates (PEM)')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Time zone for times without an offset and for displayed times')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Format of errors on stderr')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use a built-in mock of the API; needs no token')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            break
        }
        'engagements;config;check' {
            [CompletionResult]::new('--site-id', '--site-id', [CompletionResultType]::ParameterName, 'Only these sites (repeatable, comma-separated)')
            [CompletionResult]::new('--operator-id', '--operator-id', [CompletionResultType]::ParameterName, 'Only these operators (repeatable, comma-separated)')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'From TIME on: 7d, 2015-10-01')
            [CompletionResult]::new('--start-date', '--start-date', [CompletionResultType]::ParameterName, 'From TIME on: 7d, 2015-10-01')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Up to the end of TIME: 2015-10-01')
            [CompletionResult]::new('--end-date', '--end-date', [CompletionResultType]::ParameterName, 'Up to the end of TIME: 2015-10-01')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'Oldest or newest first')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Base URL of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that contains the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'Authentication scheme before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Timeout per attempt; for recordings, per period without data')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Timeout for connecting')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Maximum number of retries per request')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'Maximum total time spent waiting for retries')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Additional root certificates (PEM)')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Time zone for times without an offset and for displayed times')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Format of errors on stderr')
            [CompletionResult]::new('--any-operator', '--any-operator', [CompletionResultType]::ParameterName, 'Include all operators; not supported by older deployments')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use a built-in mock of the API; needs no token')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            break
        }
        'engagements;config;init' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Base URL of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that contains the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'Authentication scheme before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Timeout per attempt; for recordings, per period without data')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Timeout for connecting')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Maximum number of retries per request')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'Maximum total time spent waiting for retries')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Additional root certificates (PEM)')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Time zone for times without an offset and for displayed times')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Format of errors on stderr')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use a built-in mock of the API; needs no token')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            break
        }
        'engagements;config;help' {
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the path of the config file')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print all settings and their sources; secrets are redacted')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Send one request and report what works')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Create a config file with comments')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'engagements;config;help;path' {
            break
        }
        'engagements;config;help;show' {
            break
        }
        'engagements;config;help;check' {
            break
        }
        'engagements;config;help;init' {
            break
        }
        'engagements;config;help;help' {
            break
        }
        'engagements;completions' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Base URL of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that contains the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'Authentication scheme before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Timeout per attempt; for recordings, per period without data')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Timeout for connecting')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Maximum number of retries per request')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'Maximum total time spent waiting for retries')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Additional root certificates (PEM)')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Time zone for times without an offset and for displayed times')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Format of errors on stderr')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use a built-in mock of the API; needs no token')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            break
        }
        'engagements;man' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'Write the pages into DIR')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile of the config file')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Base URL of the API')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File that contains the token; `-` reads standard input')
            [CompletionResult]::new('--auth-scheme', '--auth-scheme', [CompletionResultType]::ParameterName, 'Authentication scheme before the token')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Maximum number of concurrent requests, 1 to 32')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Timeout per attempt; for recordings, per period without data')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Timeout for connecting')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Maximum number of retries per request')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'Maximum total time spent waiting for retries')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Additional root certificates (PEM)')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Time zone for times without an offset and for displayed times')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--error-format', '--error-format', [CompletionResultType]::ParameterName, 'Format of errors on stderr')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use a built-in mock of the API; needs no token')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print requests as curl commands instead of sending them')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Hide hints and progress')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests to stderr; twice: with headers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help: `-h` the first screen, `--help` all of it')
            break
        }
        'engagements;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List engagements')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show engagements with all their fields')
            [CompletionResult]::new('transcript', 'transcript', [CompletionResultType]::ParameterValue, 'Print chat transcripts')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Have the service send to site targets; nothing is downloaded')
            [CompletionResult]::new('recordings', 'recordings', [CompletionResultType]::ParameterValue, 'Download audio recordings')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Run a local mock of the API')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Inspect the configuration')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Generate shell completions')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Generate man pages')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'engagements;help;list' {
            break
        }
        'engagements;help;show' {
            break
        }
        'engagements;help;transcript' {
            break
        }
        'engagements;help;export' {
            break
        }
        'engagements;help;recordings' {
            break
        }
        'engagements;help;sandbox' {
            break
        }
        'engagements;help;config' {
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the path of the config file')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print all settings and their sources; secrets are redacted')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Send one request and report what works')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Create a config file with comments')
            break
        }
        'engagements;help;config;path' {
            break
        }
        'engagements;help;config;show' {
            break
        }
        'engagements;help;config;check' {
            break
        }
        'engagements;help;config;init' {
            break
        }
        'engagements;help;completions' {
            break
        }
        'engagements;help;man' {
            break
        }
        'engagements;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
