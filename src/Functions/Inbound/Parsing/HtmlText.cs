using System.Text;
using System.Text.RegularExpressions;
using MimeKit.Text;

namespace Dfm.Functions.Inbound.Parsing;

/// <summary>The text of a mail that comes as HTML alone: lines and paragraphs, with « &gt; » before what is quoted. Nothing is run or fetched.</summary>
public static partial class HtmlText
{
    private static readonly HashSet<HtmlTagId> Blocks =
    [
        HtmlTagId.P, HtmlTagId.Div, HtmlTagId.TR, HtmlTagId.Table, HtmlTagId.UL, HtmlTagId.OL, HtmlTagId.BlockQuote, HtmlTagId.HR,
        HtmlTagId.H1, HtmlTagId.H2, HtmlTagId.H3, HtmlTagId.H4, HtmlTagId.H5, HtmlTagId.H6, HtmlTagId.Pre,
    ];

    public static string Of(string html)
    {
        using var reader = new StringReader(html);
        var tokens = new HtmlTokenizer(reader) { DecodeCharacterReferences = true };
        var (text, quotes, hidden) = (new StringBuilder(), 0, 0);
        while (tokens.ReadNextToken(out var token))
        {
            if (token is HtmlDataToken { Kind: HtmlTokenKind.Data } data)
            {
                if (hidden == 0) text.Append(WhiteSpace().Replace(data.Data, " "));
            }
            else if (token is HtmlTagToken tag)
            {
                var step = tag.IsEmptyElement ? 0 : tag.IsEndTag ? -1 : 1;
                if (tag.Id is HtmlTagId.Style or HtmlTagId.Script or HtmlTagId.Title) hidden = Math.Max(0, hidden + step);
                if (tag.Id is HtmlTagId.BlockQuote) quotes = Math.Max(0, quotes + step);
                if (tag.Id is HtmlTagId.Br || Blocks.Contains(tag.Id)) text.Append(quotes > 0 ? "\n> " : "\n");
                else if (tag.Id is HtmlTagId.LI && !tag.IsEndTag) text.Append(quotes > 0 ? "\n> - " : "\n- ");
                else if (tag.Id is HtmlTagId.TD && tag.IsEndTag) text.Append(' ');
            }
        }

        return text.ToString();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
