using System.Text;
using FluentAssertions;
using Haystack.Corpora;
using Xunit;

namespace Haystack.Tests.Corpora;

/// <summary>Texts in bytes of ASCII that are no ASCII are decoded, or refused by their names; what only looks like them stays plain. The bytes were written by Python.</summary>
public sealed class EscapedTextTests
{
    public static TheoryData<string, string, string> Decoded { get; } = new()
    {
        { "HZ-GB-2312", "~{DGR;Dj5DGoLl#,4e@o@4AKR;8vHK!#K{J}AKJ}#,K5R;92SPH}J.?CJw!#~}\n", "那一年的秋天，村里来了一个人。他数了数，说一共有三十棵树。\n" },
        { "UTF-7", "+kKNOAF50doR5y1kp/wxnUZHMZ2VOhk4ATipOujACTtZlcE6GZXD/DIv0TgBRcWcJTglTQWj1aBEwAg\n", "那一年的秋天，村里来了一个人。他数了数，说一共有三十棵树。\n" },
        { "UTF-7", "L+IBkA6Q-t+AOk +AOk-tait tr+AOg-s doux, et l+IBkA7g-le o+APk nous +AOk-tions log+AOk-s paraissait d+AOk-serte.\n", "L’été était très doux, et l’île où nous étions logés paraissait déserte.\n" },
        { "UTF-7", "+A5c +A7MDrAPEA7E +A7oDvwO5A7wDrgO4A7cDugO1 +A8MDxAO/ +A8ADsQPBA6wDuAPFA8EDvw +A7oDsQO5 +A7oDsQO9A7UDrwPC +A7QDtQO9 +A8QDtwO9 +A74DzQPAA70DtwPDA7U.\n", "Η γάτα κοιμήθηκε στο παράθυρο και κανείς δεν την ξύπνησε.\n" },
        { "UTF-7", "+BBI +BEIEPgRC +BDMEPgQ0 +BD4EQQQ1BD0ETARO +BDI +BDQENQRABDUEMgQ9BE4 +BD8EQAQ4BEgEUQQ7 +BEcENQQ7BD4EMgQ1BDo +BDg +BD8ENQRABDUEQQRHBDgEQgQwBDs +BDQENQRABDUEMgRMBE8.\n", "В тот год осенью в деревню пришёл человек и пересчитал деревья.\n" },
        { "ISO-2022-KR", "\u001B$)C\u000E1WGX\u000F \u000E0!@;?!\u000F \u000EGQ\u000F \u000E;g6w@L\u000F \u000E86@;?!\u000F \u000E?T4Y\u000F. \u000E1W4B\u000F \u000E3*9+8&\u000F \u000E<<>n\u000F \u000E:80m\u000F \u000E8;G_4Y\u000F.\n", "그해 가을에 한 사람이 마을에 왔다. 그는 나무를 세어 보고 말했다.\n" },
        { "ISO-2022-JP", "\u001B$B$=$NG/$N=)!\"B<$K0l?M$NCK$,Mh$?!#H`$OLZ$r?t$($?!#\u001B(B\n", "その年の秋、村に一人の男が来た。彼は木を数えた。\n" },
    };

    public static TheoryData<string, string> Refused { get; } = new()
    {
        { "quoted-printable", "L=E2=80=99=C3=A9t=C3=A9 =C3=A9tait tr=C3=A8s doux, et l=E2=80=99=C3=AEle o=\n=C3=B9 nous =C3=A9tions log=C3=A9s paraissait d=C3=A9serte.\n" },
        { "base64", "TOKAmcOpdMOpIMOpdGFpdCB0csOocyBkb3V4LCBldCBs4oCZw65sZSBvw7kgbm91cyDDqXRpb25z\nIGxvZ8OpcyBwYXJhaXNzYWl0IGTDqXNlcnRlLgpM4oCZw6l0w6kgw6l0YWl0IHRyw6hzIGRvdXgs\nIGV0IGzigJnDrmxlIG/DuSBub3VzIMOpdGlvbnMgbG9nw6lzIHBhcmFpc3NhaXQgZMOpc2VydGUu\nCkzigJnDqXTDqSDDqXRhaXQgdHLDqHMgZG91eCwgZXQgbOKAmcOubGUgb8O5IG5vdXMgw6l0aW9u\ncyBsb2fDqXMgcGFyYWlzc2FpdCBkw6lzZXJ0ZS4KTOKAmcOpdMOpIMOpdGFpdCB0csOocyBkb3V4\nLCBldCBs4oCZw65sZSBvw7kgbm91cyDDqXRpb25zIGxvZ8OpcyBwYXJhaXNzYWl0IGTDqXNlcnRl\nLgpM4oCZw6l0w6kgw6l0YWl0IHRyw6hzIGRvdXgsIGV0IGzigJnDrmxlIG/DuSBub3VzIMOpdGlv\nbnMgbG9nw6lzIHBhcmFpc3NhaXQgZMOpc2VydGUuCkzigJnDqXTDqSDDqXRhaXQgdHLDqHMgZG91\neCwgZXQgbOKAmcOubGUgb8O5IG5vdXMgw6l0aW9ucyBsb2fDqXMgcGFyYWlzc2FpdCBkw6lzZXJ0\nZS4KTOKAmcOpdMOpIMOpdGFpdCB0csOocyBkb3V4LCBldCBs4oCZw65sZSBvw7kgbm91cyDDqXRp\nb25zIGxvZ8OpcyBwYXJhaXNzYWl0IGTDqXNlcnRlLgpM4oCZw6l0w6kgw6l0YWl0IHRyw6hzIGRv\ndXgsIGV0IGzigJnDrmxlIG/DuSBub3VzIMOpdGlvbnMgbG9nw6lzIHBhcmFpc3NhaXQgZMOpc2Vy\ndGUuCkzigJnDqXTDqSDDqXRhaXQgdHLDqHMgZG91eCwgZXQgbOKAmcOubGUgb8O5IG5vdXMgw6l0\naW9ucyBsb2fDqXMgcGFyYWlzc2FpdCBkw6lzZXJ0ZS4KTOKAmcOpdMOpIMOpdGFpdCB0csOocyBk\nb3V4LCBldCBs4oCZw65sZSBvw7kgbm91cyDDqXRpb25zIGxvZ8OpcyBwYXJhaXNzYWl0IGTDqXNl\ncnRlLgpM4oCZw6l0w6kgw6l0YWl0IHRyw6hzIGRvdXgsIGV0IGzigJnDrmxlIG/DuSBub3VzIMOp\ndGlvbnMgbG9nw6lzIHBhcmFpc3NhaXQgZMOpc2VydGUuCkzigJnDqXTDqSDDqXRhaXQgdHLDqHMg\nZG91eCwgZXQgbOKAmcOubGUgb8O5IG5vdXMgw6l0aW9ucyBsb2fDqXMgcGFyYWlzc2FpdCBkw6lz\nZXJ0ZS4KTOKAmcOpdMOpIMOpdGFpdCB0csOocyBkb3V4LCBldCBs4oCZw65sZSBvw7kgbm91cyDD\nqXRpb25zIGxvZ8OpcyBwYXJhaXNzYWl0IGTDqXNlcnRlLgpM4oCZw6l0w6kgw6l0YWl0IHRyw6hz\nIGRvdXgsIGV0IGzigJnDrmxlIG/DuSBub3VzIMOpdGlvbnMgbG9nw6lzIHBhcmFpc3NhaXQgZMOp\nc2VydGUuCkzigJnDqXTDqSDDqXRhaXQgdHLDqHMgZG91eCwgZXQgbOKAmcOubGUgb8O5IG5vdXMg\nw6l0aW9ucyBsb2fDqXMgcGFyYWlzc2FpdCBkw6lzZXJ0ZS4KTOKAmcOpdMOpIMOpdGFpdCB0csOo\ncyBkb3V4LCBldCBs4oCZw65sZSBvw7kgbm91cyDDqXRpb25zIGxvZ8OpcyBwYXJhaXNzYWl0IGTD\nqXNlcnRlLgpM4oCZw6l0w6kgw6l0YWl0IHRyw6hzIGRvdXgsIGV0IGzigJnDrmxlIG/DuSBub3Vz\nIMOpdGlvbnMgbG9nw6lzIHBhcmFpc3NhaXQgZMOpc2VydGUuCkzigJnDqXTDqSDDqXRhaXQgdHLD\nqHMgZG91eCwgZXQgbOKAmcOubGUgb8O5IG5vdXMgw6l0aW9ucyBsb2fDqXMgcGFyYWlzc2FpdCBk\nw6lzZXJ0ZS4KTOKAmcOpdMOpIMOpdGFpdCB0csOocyBkb3V4LCBldCBs4oCZw65sZSBvw7kgbm91\ncyDDqXRpb25zIGxvZ8OpcyBwYXJhaXNzYWl0IGTDqXNlcnRlLgpM4oCZw6l0w6kgw6l0YWl0IHRy\nw6hzIGRvdXgsIGV0IGzigJnDrmxlIG/DuSBub3VzIMOpdGlvbnMgbG9nw6lzIHBhcmFpc3NhaXQg\nZMOpc2VydGUuCg==\n" },
        { "escapes", "L\\u2019\\u00e9t\\u00e9 \\u00e9tait tr\\u00e8s doux, et l\\u2019\\u00eele o\\u00f9 nous \\u00e9tions log\\u00e9s paraissait d\\u00e9serte.\n" },
        { "escapes", "&#1042; &#1090;&#1086;&#1090; &#1075;&#1086;&#1076; &#1086;&#1089;&#1077;&#1085;&#1100;&#1102; &#1074; &#1076;&#1077;&#1088;&#1077;&#1074;&#1085;&#1102; &#1087;&#1088;&#1080;&#1096;&#1105;&#1083; &#1095;&#1077;&#1083;&#1086;&#1074;&#1077;&#1082; &#1080; &#1087;&#1077;&#1088;&#1077;&#1089;&#1095;&#1080;&#1090;&#1072;&#1083; &#1076;&#1077;&#1088;&#1077;&#1074;&#1100;&#1103;.\n" },
        { "RTF", "{\\rtf1\\ansi It began.}" },
        { "HTML", "<!DOCTYPE html><html><body><p>It began.</p></body></html>" },
        { "ISO-2022-CN", "\u001B$)A\u000EDG\u000F one" },
    };

    [Theory]
    [MemberData(nameof(Decoded))]
    public void Other_scripts_in_bytes_of_ascii_are_decoded(string name, string bytes, string text)
    {
        var read = TextDecoder.Decode(Encoding.ASCII.GetBytes(bytes), "text.txt");
        read.Name.Should().Be(name);
        read.Text.Should().Be(text);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Text_in_escapes_is_refused_by_its_name(string what, string bytes) =>
        FluentActions.Invoking(() => TextDecoder.Decode(Encoding.ASCII.GetBytes(bytes), "text.txt")).Should().Throw<HaystackException>()
            .Which.Message.Should().StartWith("text.txt: it is written in " + what).And.NotContain("\n");

    [Theory]
    [InlineData("Go to ~{home} and see; the ~{name} is there~} as well.")]
    [InlineData("The C++ loop adds 1+2 and i++ counts. Write to foo+bar@example.com or call +49 30 1234567.")]
    [InlineData("An option +continue, another one +followup, and +verbose1 too.")]
    [InlineData("if (a == b) { c = 0xFF; }  // =3D is an escape, and so is \\u00e9\nfor (i = 0; i < n; i++)\n    total += i;\n")]
    [InlineData("A page <html> is text here; 50%25 and &amp; are too.")]
    [InlineData("Seats=40, Rows=AB. The sign = stands here, and =C3 there.")]
    public void What_only_looks_so_stays_plain(string text)
    {
        var read = TextDecoder.Decode(Encoding.ASCII.GetBytes(text), "text.txt");
        (read.Name, read.Text).Should().Be(("UTF-8", text));
    }
}
