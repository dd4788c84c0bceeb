using System.Security.Cryptography;
using System.Text;

namespace Haystack.Cli.Settings;

/// <summary>The settings files that the user has looked at and trusts: by their place and the hash of their content, in a file of the user's.</summary>
internal sealed class TrustedSettings
{
    private const int MostBytes = 1 << 20;

    private readonly string? _file;

    private TrustedSettings(string? file) => _file = file;

    /// <summary>
    /// The file <c>haystack/trusted-settings</c> under <c>XDG_CONFIG_HOME</c>, by default <c>~/.config</c> (the roaming
    /// application data of Windows); nowhere where there is no home.
    /// </summary>
    public static TrustedSettings OfTheUser()
    {
        var home = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
        if (string.IsNullOrEmpty(home))
            home = Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return new TrustedSettings(Path.IsPathRooted(home) ? Path.Combine(home, "haystack", "trusted-settings") : null);
    }

    /// <summary>Whether this content at this place is trusted.</summary>
    public bool Contains(string path, string content) => Lines().Contains(Line(path, content), StringComparer.Ordinal);

    /// <summary>Trusts this content at this place from now on; another content there is not trusted any longer.</summary>
    /// <exception cref="HaystackException">It cannot be noted.</exception>
    public void Add(string path, string content)
    {
        var file = _file ?? throw new HaystackException("there is no home folder to note it in: name the file with --config each time");
        var others = Lines().Where(l => !l.EndsWith("  " + Path.GetFullPath(path), StringComparison.Ordinal));
        OutputFile.Write(file, Encoding.UTF8.GetBytes(string.Concat(others.Append(Line(path, content)).Select(l => l + "\n"))));
    }

    private static string Line(string path, string content) => $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}  {Path.GetFullPath(path)}";

    private string[] Lines() =>
        FileKinds.Of(_file ?? "") == FileKind.Regular ? InputFile.ReadAllText(_file!, MostBytes).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
}
