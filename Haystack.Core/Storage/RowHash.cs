using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Haystack.Storage;

/// <summary>
/// The hash of a stored row: its table and name, then for each column that is not null, in order of names: the column's name,
/// its type, its length and its bytes. docs/run-format.md says it for readers outside.
/// </summary>
/// <remarks>A million rows are hashed whenever a run of so many is read: values go from SQLite into one buffer, and are no objects.</remarks>
internal sealed class RowHash
{
    /// <summary>Bytes of a hash.</summary>
    public const int Length = 32;

    private const int LengthBytes = 4;

    private byte[] _bytes = new byte[4096];
    private int _used;

    /// <summary>The columns that a reader gives from <paramref name="first"/> on, in order of names.</summary>
    public static (byte[] Name, int Ordinal)[] Columns(SqliteDataReader reader, int first) =>
    [
        .. Enumerable.Range(first, reader.FieldCount - first).Select(i => (Name: reader.GetName(i), Ordinal: i))
            .OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => (Encoding.UTF8.GetBytes(c.Name), c.Ordinal)),
    ];

    /// <summary>A text as it stands at a reader, in UTF-8; empty where it is null. It is gone when the reader moves on.</summary>
    public static ReadOnlySpan<byte> Text(SqliteDataReader reader, int ordinal)
    {
        var statement = reader.Handle!;
        // Asked for as text first: in a store of another encoding it is turned into UTF-8 by that.
        _ = raw.sqlite3_column_text(statement, ordinal);
        var text = raw.sqlite3_column_blob(statement, ordinal);
        return Utf8.IsValid(text) ? text : Encoding.UTF8.GetBytes(reader.GetString(ordinal));
    }

    /// <summary>Hashes the row that a reader stands at.</summary>
    public void Of(ReadOnlySpan<byte> table, ReadOnlySpan<byte> name, SqliteDataReader reader, (byte[] Name, int Ordinal)[] columns, Span<byte> hash)
    {
        _used = 0;
        Add(table);
        Add(name);
        var statement = reader.Handle!;
        foreach (var (column, ordinal) in columns)
        {
            var type = raw.sqlite3_column_type(statement, ordinal);
            if (type == raw.SQLITE_NULL)
                continue;
            Add(column);
            var start = _used;
            Room(64);
            _used += LengthBytes;
            switch (type)
            {
                case raw.SQLITE_INTEGER:
                    _bytes[_used++] = (byte)'i';
                    raw.sqlite3_column_int64(statement, ordinal).TryFormat(_bytes.AsSpan(_used), out var digits, default, CultureInfo.InvariantCulture);
                    _used += digits;
                    break;
                case raw.SQLITE_FLOAT:
                    _bytes[_used++] = (byte)'r';
                    BitConverter.DoubleToInt64Bits(raw.sqlite3_column_double(statement, ordinal)).TryFormat(_bytes.AsSpan(_used), out var hex, "x16", CultureInfo.InvariantCulture);
                    _used += hex;
                    break;
                case raw.SQLITE_TEXT:
                    _bytes[_used++] = (byte)'t';
                    Put(Text(reader, ordinal));
                    break;
                default:
                    _bytes[_used++] = (byte)'b';
                    Put(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(raw.sqlite3_column_blob(statement, ordinal))));
                    break;
            }

            BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(start), _used - start - LengthBytes);
        }

        SHA256.HashData(_bytes.AsSpan(0, _used), hash);
    }

    private void Add(ReadOnlySpan<byte> text)
    {
        Room(LengthBytes);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_used), text.Length);
        _used += LengthBytes;
        Put(text);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        Room(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_used));
        _used += bytes.Length;
    }

    private void Room(int more)
    {
        if (_bytes.Length - _used < more)
            Array.Resize(ref _bytes, checked((int)Math.Max(_used + (long)more, 2L * _bytes.Length)));
    }
}
