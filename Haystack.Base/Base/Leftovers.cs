using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Haystack.Base;

/// <summary>
/// Names of what is not whole yet, and the removal of what a killed process left under such a name: nobody can guess
/// one, and nobody else's file has one.
/// </summary>
internal static partial class Leftovers
{
    /// <summary>Numbers of processes mean something on one machine only, and folders are shared by several.</summary>
    private static readonly string Machine = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Environment.MachineName)))[..8];

    // In containers a process often has the number of the one before it: what has this one's number and is not here is an earlier one's.
    private static readonly ConcurrentDictionary<string, bool> Own = new(StringComparer.Ordinal);

    /// <summary>A new name for what will stand in <paramref name="folder"/>: the process that writes it is part of it.</summary>
    public static string NewName(string folder)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $".haystack-{Machine}-{Environment.ProcessId:x}-{RandomNumberGenerator.GetHexString(16, lowercase: true)}.part");
        Own[name] = true;
        return Path.Combine(folder, name);
    }

    /// <summary>Whether a file's or folder's name is that of something unfinished.</summary>
    public static bool IsOne(string name) => Name().IsMatch(name);

    /// <summary>Removes what processes that have ended left in a folder: files and folders with such names, never what a link there names.</summary>
    public static void Clear(string folder)
    {
        try
        {
            foreach (var entry in Directory.EnumerateFileSystemEntries(folder, ".haystack-*.part"))
            {
                if (Name().Match(Path.GetFileName(entry)) is { Success: true } match && match.Groups[1].Value == Machine && !IsOfRunning(match))
                    Remove(entry);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Tidying is a courtesy; whether the folder can be written is found out by writing.
        }
    }

    /// <summary>Removes one, as far as that can be: what went wrong before is told, and this adds nothing to it.</summary>
    public static void Remove(string entry)
    {
        try
        {
            // A link is removed itself, whatever it names.
            if (!FileKinds.IsLink(entry) && Directory.Exists(entry))
                Directory.Delete(entry, recursive: true);
            else
                File.Delete(entry);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was not begun, or its disk is gone.
        }
    }

    private static bool IsOfRunning(Match name) =>
        name.Groups[2].Value == Environment.ProcessId.ToString("x", CultureInfo.InvariantCulture) ? Own.ContainsKey(name.Value) : IsRunning(name.Groups[2].Value);

    private static bool IsRunning(string id)
    {
        try
        {
            using var process = Process.GetProcessById(int.Parse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            return true;
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            return false;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            // It is there, and not ours to look at.
            return true;
        }
    }

    [GeneratedRegex("^\\.haystack-([0-9a-f]{8})-([0-9a-f]{1,8})-[0-9a-f]{16}\\.part$")]
    private static partial Regex Name();
}
