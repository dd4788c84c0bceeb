using System.Diagnostics;
using System.Text;
using Xunit;

namespace Haystack.Tests.Cli;

/// <summary>The program in a pseudo-terminal of 80 columns and 24 rows, as the <c>script</c> of util-linux makes one; keys are pressed, not signals sent.</summary>
internal sealed class TerminalProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _written = new();
    private readonly Task _reading;

    private TerminalProcess(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>Why there is none here; null where there is one.</summary>
    public static string? Missing => OperatingSystem.IsLinux() && File.Exists("/usr/bin/script") ? null : "no `script` of util-linux here to make a pseudo-terminal";

    /// <summary>What the program wrote so far.</summary>
    public string Written
    {
        get
        {
            lock (_written)
                return _written.ToString();
        }
    }

    /// <summary>Starts it.</summary>
    public static TerminalProcess Start(string directory, params string[] arguments)
    {
        var line = string.Join(' ', arguments.Prepend(HaystackProcess.Program).Select(a => $"'{a}'"));
        var start = new ProcessStartInfo("/usr/bin/script", ["-q", "-e", "-f", "-c", $"stty cols 80 rows 24; exec env --default-signal=INT,TERM,USR1 dotnet {line}", "/dev/null"])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["OLLAMA_HOST"] = "127.0.0.1:9";
        start.Environment["TERM"] = "xterm-256color";
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var variable in new[] { "COLUMNS", "LINES", "NO_COLOR", "CI", "GITHUB_ACTIONS", "TF_BUILD", "GITLAB_CI" })
            start.Environment.Remove(variable);
        return new TerminalProcess(Process.Start(start)!);
    }

    /// <summary>Presses Ctrl-C.</summary>
    public async Task InterruptAsync()
    {
        await _process.StandardInput.WriteAsync("\u0003");
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until the program wrote what <paramref name="isThere"/> looks for.</summary>
    public async Task UntilAsync(Func<string, bool> isThere)
    {
        while (!isThere(Written) && !_process.HasExited)
            await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
        await _reading;
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        int count;
        while ((count = await _process.StandardOutput.ReadAsync(buffer)) > 0)
        {
            lock (_written)
                _written.Append(buffer, 0, count);
        }
    }
}
