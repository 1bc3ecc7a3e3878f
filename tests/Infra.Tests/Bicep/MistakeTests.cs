using System.Text.RegularExpressions;
using Xunit.Sdk;

namespace Dfm.Infra.Tests.Bicep;

/// <summary>The checks see mistakes: each makes one in a copy of the template.</summary>
public sealed class MistakeTests : IDisposable
{
    private readonly Template template = new();

    public void Dispose() => template.Dispose();

    [Fact]
    public async Task AWrongProperty_IsSeen()
    {
        template.With("modules/storage.bicep", "allowSharedKeyAccess: false", "allowSharedKeys: false");

        await IsSaid("BCP037.*allowSharedKeys");
    }

    [Fact]
    public async Task AnUnusedParameter_IsSeen()
    {
        template.With("modules/site.bicep", "param tags object", "param tags object\nparam spare string = 'x'");

        await IsSaid("no-unused-params.*spare");
    }

    [Fact]
    public async Task AProductionWithoutItsDomain_IsSeen()
    {
        template.With("prod.bicepparam", "  domain: { registrable: 'dfm.example.com', site: 'portail', api: 'api.portail' }\n", "");

        await IsSaid("BCP035.*domain");
    }

    [Fact]
    public async Task OpenKeys_AreSeen() => await Fails(
        Checks.NothingIsOpenedByAKey, "modules/storage.bicep", "allowSharedKeyAccess: false", "allowSharedKeyAccess: true");

    [Fact]
    public async Task AMissingSetting_IsSeen() => await Fails(
        Checks.SettingsAreThoseThatTheAppReads, "modules/functionApp.bicep", "      Mail__OrderDesk: mail.orderDesk\n", "");

    [Fact]
    public async Task ASettingThatNobodyReads_IsSeen() => await Fails(
        Checks.SettingsAreThoseThatTheAppReads, "app-settings.json", "\"Mail__FromName\"", "\"Mail__SenderName\"");

    [Fact]
    public async Task ASecretInASetting_IsSeen() => await Fails(
        Checks.SettingsFitTheApp,
        "modules/functionApp.bicep", "'@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/sendgrid-api-key)'", "'SG.secret'");

    [Fact]
    public async Task ARoleTooMany_IsSeen() => await Fails(
        Checks.RolesAreThoseNeeded, "modules/roles.bicep", "[roles.send, roles.receive]", "[roles.send, roles.receive, roles.blobs]");

    [Fact]
    public async Task AMissingQueue_IsSeen() => await Fails(
        Checks.QueuesAreThoseOfTheApp, "modules/serviceBus.bicep", "['emails', 'outbox', 'webhooks', scanQueue]", "['emails', 'webhooks', scanQueue]");

    [Fact]
    public async Task AnotherLockThanTheCodeRestsOn_IsSeen() => await Fails(
        Checks.QueuesAreThoseOfTheApp, "modules/serviceBus.bicep", "lockDuration: 'PT1M'", "lockDuration: 'PT5M'");

    private async Task IsSaid(string diagnostic) =>
        Assert.Contains(await template.Diagnostics("prod"), line => Regex.IsMatch(line, diagnostic));

    private async Task Fails(Action<Deployment> check, string file, string text, string replacement)
    {
        var deployment = await template.With(file, text, replacement).Deployment("prod");

        Assert.ThrowsAny<XunitException>(() => check(deployment));
    }
}
