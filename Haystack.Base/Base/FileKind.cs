namespace Haystack.Base;

/// <summary>What stands at a path, links followed.</summary>
internal enum FileKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A file with content of its own.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A pipe with a name (FIFO), or a socket: opening it may wait for ever.</summary>
    Pipe,

    /// <summary>A device, such as <c>/dev/null</c> and <c>/dev/zero</c>.</summary>
    Device,
}
