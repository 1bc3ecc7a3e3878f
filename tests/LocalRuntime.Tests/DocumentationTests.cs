using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Dfm.Testing;

namespace Dfm.LocalRuntime.Tests;

/// <summary>docs/local-runtime.md lists each documented behaviour with its test: the tests and the list say the same.</summary>
public sealed partial class DocumentationTests
{
    private const string Start = "<!-- Made from the tests: UPDATE_DOCS=1 and the test DocumentationTests write it anew. -->\n";
    private const string End = "<!-- Here ends what is made from the tests. -->";
    private const string OnBothEngines = "Behaviours";

    private static readonly HashSet<string> ProperNames =
        new(["HTTP", "JSON", "GUID", "GUIDs", "UTF", "URI", "ID", "IDs", "TTL", "ETag", "Azure", "NCRONTAB", "UTC", "KB", "MB"], StringComparer.OrdinalIgnoreCase);

    [Fact]
    public async Task List_NamesEveryDocumentedBehaviour_AndItsTest()
    {
        var path = RepositoryRoot.PathOf("docs", "local-runtime.md");
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        var (from, to) = (text.IndexOf(Start, StringComparison.Ordinal) + Start.Length, text.IndexOf(End, StringComparison.Ordinal));
        Assert.True(from >= Start.Length && to >= from, "The list's marks are missing.");
        var list = List();

        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") is { Length: > 0 })
            await File.WriteAllTextAsync(path, text[..from] + list + text[to..], TestContext.Current.CancellationToken);
        else
            Assert.Equal(list, text[from..to]);
    }

    [Fact]
    public void EveryPage_IsAnAddressOfPublicDocumentation() =>
        Assert.All(Tests(), test => Assert.Matches("^https://[a-z]+\\.[a-z.]+/", test.GetCustomAttribute<DocumentedAttribute>()!.Page));

    private static IEnumerable<MethodInfo> Tests() =>
        typeof(DocumentationTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.IsDefined(typeof(DocumentedAttribute)));

    private static string List()
    {
        var list = new StringBuilder();
        foreach (var area in Tests().GroupBy(Area).OrderBy(area => area.Key, StringComparer.Ordinal))
        {
            list.Append(CultureInfo.InvariantCulture, $"\n### {area.Key}\n");
            foreach (var page in area.GroupBy(Page).OrderBy(page => page.Key, StringComparer.Ordinal))
            {
                list.Append(CultureInfo.InvariantCulture, $"\n[{Title(page.Key)}]({page.Key})\n\n");
                foreach (var test in page.OrderBy(test => test.DeclaringType!.Name, StringComparer.Ordinal).ThenBy(test => test.MetadataToken))
                    list.Append(CultureInfo.InvariantCulture, $"- {Sentence(test.Name)} · `{test.DeclaringType!.Name}`{Both(test)}\n");
            }
        }

        return list.Append('\n').ToString();
    }

    private static string Area(MethodInfo test) => test.DeclaringType!.Namespace!.Split('.')[3];

    private static string Page(MethodInfo test) => test.GetCustomAttribute<DocumentedAttribute>()!.Page;

    private static string Both(MethodInfo test) => test.DeclaringType!.Namespace!.EndsWith(OnBothEngines, StringComparison.Ordinal) ? " ⇄" : "";

    /// <summary>The last part of the address and its heading.</summary>
    private static string Title(string page) => page[(page.LastIndexOf('/') + 1)..].Replace("#", " § ", StringComparison.Ordinal);

    /// <summary>A test's name as a sentence: <c>Event_ForTwoWaiters_GoesToTheLatest</c> is "Event for two waiters goes to the latest".</summary>
    private static string Sentence(string name)
    {
        var sentence = string.Join(' ', Words().Matches(name).Select(match => Lowered(match.Value)));
        return char.ToUpperInvariant(sentence[0]) + sentence[1..];
    }

    private static string Lowered(string word) => ProperNames.TryGetValue(word, out var name) ? name : word.ToLowerInvariant();

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")]
    private static partial Regex Words();
}
