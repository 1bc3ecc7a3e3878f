using System.Reflection;
using System.Text.RegularExpressions;
using Dfm.Functions.Carts.Commands;
using Dfm.Functions.Commands;
using Dfm.Functions.Dits;
using Dfm.Functions.Http;
using Dfm.Functions.Tests.Http;
using Dfm.Functions.Security;
using Dfm.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.OpenApi;

namespace Dfm.Functions.Tests.Contract;

/// <summary>Holds the functions against the HTTP contract, both ways.</summary>
public sealed partial class ContractTests
{
    [Fact]
    public async Task TheFile_IsValid()
    {
        var read = await ContractFile.Read();

        Assert.Empty(read.Diagnostic?.Errors ?? []);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic?.SpecificationVersion);
    }

    [Fact]
    public async Task EveryHttpFunction_StandsInTheContract_AndNothingElse()
    {
        var functions =
            from method in AudienceRules.FunctionsOf(typeof(AudienceAttribute).Assembly)
            from parameter in method.GetParameters()
            let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
            where trigger is not null
            let audience = method.GetCustomAttribute<AudienceAttribute>()
            let scope = audience is null ? null : audience.Scope
            from verb in trigger.Methods ?? ["ANY"]
            select $"{verb.ToUpperInvariant()} {trigger.Route} {audience?.Audience.ToString().ToLowerInvariant()} {scope}".TrimEnd();

        Assert.Equal((await ContractFile.Operations()).Order(StringComparer.Ordinal), functions.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task EveryPostThatStoresSomething_TakesAnIdempotencyKey_ExceptSignInAndInboundMail_AndNothingElseDoes()
    {
        var operations =
            from path in (await ContractFile.Read()).Document!.Paths
            from operation in path.Value.Operations ?? []
            select (Name: operation.Value.OperationId!, Path: path.Key, Method: operation.Key, Operation: operation.Value);
        var posts = operations.Where(one => one.Method == HttpMethod.Post && !SignInOrInbound().IsMatch(one.Path)).Select(one => one.Name)
            .Except(IdempotencyTests.Reads, StringComparer.OrdinalIgnoreCase);

        var withKey = operations.Where(one => one.Operation.Parameters?.Any(parameter => parameter.Name == IdempotencyKey.Header) is true);
        Assert.Equal(posts.Order(StringComparer.Ordinal), withKey.Select(one => one.Name).Order(StringComparer.Ordinal));
        Assert.All(withKey, one => Assert.Contains("422", one.Operation.Responses!.Keys));
    }

    [Fact]
    public async Task EveryProblemCode_StandsInTheContract_AndNothingElse()
    {
        var sources = Directory.EnumerateFiles(RepositoryRoot.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !file.Contains($"{Path.DirectorySeparatorChar}Local", StringComparison.Ordinal));
        var codes = sources.SelectMany(file => ProblemCode().Matches(File.ReadAllText(file))).Select(match => match.Groups["code"].Value);
        var schema = (await ContractFile.Read()).Document!.Components!.Schemas!["ProblemCode"];

        Assert.Equal(
            schema.Enum!.Select(code => code!.GetValue<string>()).Order(StringComparer.Ordinal),
            codes.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WhateverAnnouncesACommand_MayAnswerThatServiceBusIsDown()
    {
        var operations = (await ContractFile.Read()).Document!.Paths.SelectMany(path => path.Value.Operations!.Values)
            .Where(operation => operation.Responses!.ContainsKey("503")).Select(operation => operation.OperationId!);
        var announcing = AudienceRules.FunctionsOf(typeof(AudienceAttribute).Assembly)
            .Where(method => method.GetParameters().Any(parameter => parameter.IsDefined(typeof(HttpTriggerAttribute))))
            .Select(method => method.DeclaringType!)
            .Where(Announces)
            .Select(function => function.Name)
            .ToList();

        Assert.Contains(nameof(CancelDit), announcing);
        Assert.Empty(announcing.Except(operations, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Whether a class, or what it is made of, has the pipeline. From what is done to a cart nothing follows.</summary>
    private static bool Announces(Type type) =>
        type == typeof(CommandPipeline)
        || (type != typeof(CartCommandHandler)
            && type.Assembly == typeof(CommandPipeline).Assembly
            && type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Any(parameter => Announces(parameter.ParameterType)));

    [GeneratedRegex("^/(auth|inbound)/")]
    private static partial Regex SignInOrInbound();

    [GeneratedRegex("""(ProblemKind\.\w+,\s*"(?<code>[a-z-]+)")|(\["code"\] = "(?<code>[a-z-]+)")""")]
    private static partial Regex ProblemCode();
}
