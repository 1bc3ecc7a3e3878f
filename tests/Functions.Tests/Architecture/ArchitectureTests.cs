using System.Reflection;
using System.Text.RegularExpressions;
using Dfm.Core.Aggregates;
using Dfm.Functions.Approvals.Commands;
using Dfm.Functions.Dits.Commands;
using Dfm.Functions.Orders.Commands;
using Dfm.Functions.Outbox;
using Dfm.Functions.Privacy.Commands;
using Dfm.Functions.Privacy.Lifecycle;
using Dfm.Functions.Retention;
using Dfm.Functions.Settings;
using Dfm.Testing;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.Functions.Tests.Architecture;

/// <summary>The rules of the source's structure that no compiler knows.</summary>
public sealed partial class ArchitectureTests
{
    private const int LongestFile = 200;

    private static readonly MethodInfo[] Functions =
        [.. typeof(PortalHost).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Where(IsFunction)];

    [Fact]
    public void Namespaces_DependOnEachOtherInOneDirection()
    {
        var uses = Sources("src/Core").Concat(Sources("src/Functions"))
            .SelectMany(source => Using().Matches(source.Text).Select(use => (From: NamespaceOf(source.Text), To: use.Groups[1].Value)))
            .Distinct()
            .ToLookup(use => use.From, use => use.To);

        Assert.All(uses, use => Assert.False(Reaches(use.Key, use.Key, uses, []), $"{use.Key} depends on itself."));
    }

    [Fact]
    public void OnlyTheOutbox_ThePurge_AndErasures_SpeakToTheDurableEngine_BesideOrchestrations() => Assert.Equal(
        [nameof(DispatchOutbox), nameof(ForgetLifecycles), nameof(PurgeLifecycles)],
        Functions.Where(method => method.GetParameters().Any(parameter => parameter.GetCustomAttribute<DurableClientAttribute>() is not null))
            .Select(method => method.DeclaringType!.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void AFunction_IsNamedLikeItsClass() => Assert.All(
        Functions, method => Assert.Equal(method.DeclaringType!.Name, method.GetCustomAttribute<FunctionAttribute>()!.Name));

    [Theory]
    [InlineData(DitEffects.Orchestration)]
    [InlineData(OrderEffects.Orchestration)]
    [InlineData(ApprovalEffects.Orchestration)]
    [InlineData(ErasureEffects.Orchestration)]
    public void AnOrchestration_ThatEffectsStart_Exists(string name) =>
        Assert.Contains(Functions, method => method.GetCustomAttribute<FunctionAttribute>()!.Name == name);

    /// <summary>Settings come by way of <see cref="ISettings"/>, from which the template for Azure is checked; connections are Azure's own.</summary>
    [Fact]
    public void Settings_AreReadInOnePlace() => Assert.Equal(
        ["AzureConnections.cs", "SettingsServices.cs"],
        Sources("src/Functions").Where(source => SettingsRead().IsMatch(source.Text)).Select(source => Path.GetFileName(source.Path)).Order());

    [Fact]
    public void NoSourceFile_IsTooLong() => Assert.All(
        Sources("src"), source => Assert.True(source.Text.Count(letter => letter == '\n') <= LongestFile, $"{source.Path} is too long."));

    [Fact]
    public void Core_KnowsNoPlatform() => Assert.DoesNotContain(
        typeof(IAggregate).Assembly.GetReferencedAssemblies(),
        assembly => assembly.Name!.StartsWith("Azure", StringComparison.Ordinal) || assembly.Name.StartsWith("Microsoft.A", StringComparison.Ordinal));

    private static bool IsFunction(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>() is not null;

    private static bool Reaches(string from, string to, ILookup<string, string> uses, HashSet<string> seen) =>
        uses[from].Any(next => next == to || (seen.Add(next) && Reaches(next, to, uses, seen)));

    private static IEnumerable<(string Path, string Text)> Sources(string folder) =>
        Directory.EnumerateFiles(RepositoryRoot.PathOf(folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(path => (path, File.ReadAllText(path)));

    private static string NamespaceOf(string text) => Namespace().Match(text).Groups[1].Value;

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"BindConfiguration|\bIConfiguration>|GetSection\(|GetEnvironmentVariable")]
    private static partial Regex SettingsRead();

    [GeneratedRegex(@"^using (?:static )?(Dfm\.[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
