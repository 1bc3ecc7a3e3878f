using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dfm.Functions;
using Dfm.Functions.Telemetry;
using Dfm.Testing;
using Microsoft.Extensions.Logging;

namespace Dfm.Infra.Tests.Bicep;

/// <summary>The template holds what the code needs, in each environment.</summary>
public sealed partial class TemplateTests(DeployedEnvironments deployed) : IClassFixture<DeployedEnvironments>
{
    public static TheoryData<string> Environments { get; } = [.. Template.Environments];

    [Theory, MemberData(nameof(Environments))]
    public async Task Template_AndParameters_HaveNoWarning(string environment)
    {
        using var template = new Template();

        Assert.Empty(await template.Diagnostics(environment));
    }

    [Theory, MemberData(nameof(Environments))]
    public void Services_AreOpenToIdentitiesAlone(string environment) => Checks.NothingIsOpenedByAKey(deployed[environment]);

    [Theory, MemberData(nameof(Environments))]
    public void Settings_AreThoseThatTheAppReads(string environment) => Checks.SettingsAreThoseThatTheAppReads(deployed[environment]);

    [Theory, MemberData(nameof(Environments))]
    public void Settings_FitTheApp(string environment) => Checks.SettingsFitTheApp(deployed[environment]);

    [Theory, MemberData(nameof(Environments))]
    public void Queues_AreAsTheAppNeedsThem(string environment) => Checks.QueuesAreThoseOfTheApp(deployed[environment]);

    [Theory, MemberData(nameof(Environments))]
    public void Containers_AreThoseOfTheApp(string environment) => Checks.ContainersAreThoseOfTheApp(deployed[environment]);

    [Theory, MemberData(nameof(Environments))]
    public void Roles_AreThoseNeeded(string environment) => Checks.RolesAreThoseNeeded(deployed[environment]);

    [Fact]
    public void SettingsWithADefault_HaveIt()
    {
        var file = JsonNode.Parse(File.ReadAllText(RepositoryRoot.PathOf("infra", "bicep", "app-settings.json")))!.AsObject();

        Assert.Equal(
            AppSettings.OfTheApp.Where(one => file.ContainsKey(one.Key)).Select(one => (one.Key, one.Value)).Order(),
            file.Select(one => (one.Key, AppSettings.Normal(one.Key, (string)one.Value!))).Order());
        Assert.All(file, one => Assert.NotEmpty(AppSettings.OfTheApp[one.Key]));
    }

    [Theory, MemberData(nameof(Environments))]
    public void App_RunsOnFlexConsumption_AsDotnetIsolated10(string environment)
    {
        var app = deployed[environment].Properties("Microsoft.Web/sites")["functionAppConfig"]!;
        var plan = deployed[environment].All("Microsoft.Web/serverfarms").Single();

        Assert.Equal("FC1", (string)plan["sku"]!["name"]!);
        Assert.Equal(("dotnet-isolated", "10.0"), ((string)app["runtime"]!["name"]!, (string)app["runtime"]!["version"]!));
        Assert.EndsWith("deploymentContainerUri]", (string)app["deployment"]!["storage"]!["value"]!, StringComparison.Ordinal);
        Assert.Equal("UserAssignedIdentity", (string)app["deployment"]!["storage"]!["authentication"]!["type"]!);
    }

    [Theory, MemberData(nameof(Environments))]
    public void Browsers_MayCallFromTheSiteAlone(string environment)
    {
        var cors = deployed[environment].Properties("Microsoft.Web/sites")["siteConfig"]!["cors"]!;

        Assert.Equal([deployed[environment].Settings["Portal__Url"]], cors["allowedOrigins"]!.AsArray().Select(one => (string)one!));
        Assert.True((bool)cors["supportCredentials"]!);
    }

    [Theory, MemberData(nameof(Environments))]
    public void WhatIsDeleted_CanBeBroughtBack(string environment)
    {
        var blobs = deployed[environment].Properties("Microsoft.Storage/storageAccounts/blobServices");
        var rules = deployed[environment].Properties("Microsoft.Storage/storageAccounts/managementPolicies")["policy"]!["rules"]!.AsArray();

        Assert.All(
            new[] { blobs["deleteRetentionPolicy"]!, blobs["containerDeleteRetentionPolicy"]! },
            policy => Assert.True((bool)policy["enabled"]! && (int)policy["days"]! >= 7));
        Assert.DoesNotContain("delete", rules.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        Assert.True((bool)deployed[environment].Properties("Microsoft.KeyVault/vaults")["enablePurgeProtection"]!);
    }

    [Theory, MemberData(nameof(Environments))]
    public void Uploads_AreScanned(string environment)
    {
        var scanning = deployed[environment].Properties("Microsoft.Security/defenderForStorageSettings")["malwareScanning"]!;
        var skipped = scanning["onUpload"]!["filters"]!["excludeBlobsWithPrefix"]!.AsArray().Select(one => (string)one!);

        Assert.True((bool)scanning["onUpload"]!["isEnabled"]!);
        Assert.Contains("Microsoft.EventGrid/topics", (string)scanning["scanResultsEventGridTopicResourceId"]!, StringComparison.Ordinal);
        Assert.All(Functions.Storage.TableNames.Containers, container => Assert.DoesNotContain(skipped, container.StartsWith));
    }

    [Theory, MemberData(nameof(Environments))]
    public void Alerts_AreThere_AndLookForWhatTheAppLogs(string environment)
    {
        var queries = deployed[environment].All("Microsoft.Insights/scheduledQueryRules")
            .ToDictionary(rule => (string)rule["properties"]!["displayName"]!, rule => (string)rule["properties"]!["criteria"]!["allOf"]![0]!["query"]!);
        var texts = queries.Values.SelectMany(query => LoggedText().Matches(query)).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(["errors-logged", "failures", "late-lifecycles"], queries.Keys.Order());
        Assert.NotEmpty(texts);
        Assert.All(texts, text => Assert.Contains(LogMessages, message => message.Contains(text, StringComparison.Ordinal)));
        Assert.All(
            queries.Values.SelectMany(query => MetricName().Matches(query)).Select(match => match.Groups[1].Value),
            name => Assert.Contains(name, Metrics()));
        Assert.Equal(
            ["dead-letters", "unavailable"],
            deployed[environment].Names("Microsoft.Insights/metricAlerts").Select(name => name[..name.IndexOf("-dfm", StringComparison.Ordinal)]));
        Assert.Contains("DeadletteredMessages", deployed[environment].All("Microsoft.Insights/metricAlerts").First().ToJsonString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Environments))]
    public void Platform_RecordsWhatTheAppCannot(string environment) => Assert.Equal(
        [
            "Microsoft.EventGrid/topics", "Microsoft.KeyVault/vaults", "Microsoft.ServiceBus/namespaces",
            "Microsoft.Storage/storageAccounts/blobServices", "Microsoft.Storage/storageAccounts/tableServices",
        ],
        deployed[environment].All("Microsoft.Insights/diagnosticSettings").Select(Deployment.ScopeOf).Order(StringComparer.Ordinal));

    /// <summary>The refresh cookie is SameSite=Strict: a site of another registrable domain would never send it.</summary>
    [Theory]
    [InlineData("test", "portail-test.dfm.example.com", "api.portail-test.dfm.example.com")]
    [InlineData("prod", "portail.dfm.example.com", "api.portail.dfm.example.com")]
    public void SiteAndApi_HaveNamesOfOneDomain(string environment, string site, string api)
    {
        var deployment = deployed[environment];

        Assert.Equal([site], deployment.Names("Microsoft.Web/staticSites/customDomains").Select(LastQuoted));
        Assert.Equal([api, api], deployment.Names("Microsoft.Web/sites/hostNameBindings").Select(LastQuoted));
        Assert.Equal([api], deployment.All("Microsoft.Web/sites/certificates").Select(one => (string)one["properties"]!["canonicalName"]!));
        Assert.Contains(deployment.All("Microsoft.Web/sites/hostNameBindings"), one => (string?)one["properties"]!["sslState"] == "SniEnabled");
        Assert.Equal($"https://{site}", deployment.Settings["Portal__Url"]);
        Assert.Equal($"https://{api}/api/health", (string)deployment.Properties("Microsoft.Insights/webtests")["Request"]!["RequestUrl"]!);
    }

    [Fact]
    public void Dev_HasTheDefaultNames() => Assert.Empty(deployed["dev"].All("Microsoft.Web/sites/hostNameBindings"));

    private static IEnumerable<string> LogMessages { get; } = typeof(PortalHost).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
        .SelectMany(method => method.GetCustomAttributes<LoggerMessageAttribute>())
        .Select(attribute => attribute.Message)
        .ToList();

    private static List<string> Metrics()
    {
        var names = new List<string>();
        RuntimeHelpers.RunClassConstructor(typeof(PortalMetrics).TypeHandle);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == PortalMetrics.MeterName) names.Add(instrument.Name);
            },
        };
        listener.Start();
        return names;
    }

    private static string LastQuoted(string name) => name.Split('\'')[^1];

    [GeneratedRegex("Name == \"([^\"]+)\"")]
    private static partial Regex MetricName();

    [GeneratedRegex("Text contains \"([^\"]+)\"")]
    private static partial Regex LoggedText();
}
