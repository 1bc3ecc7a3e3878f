using System.Globalization;
using System.Reflection;
using System.Xml;
using Dfm.Core.Attachments;
using Dfm.Functions;
using Dfm.Functions.Storage;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.Infra.Tests.Bicep;

/// <summary>What must hold in every environment. Written apart from the tests, which also hold mistaken templates against it.</summary>
public static class Checks
{
    private const string Storage = "Microsoft.Storage/storageAccounts";
    private const string App = "Microsoft.Web/sites";

    /// <summary>Storage, queues, secrets and telemetry are open to Entra identities alone, over TLS 1.2.</summary>
    public static void NothingIsOpenedByAKey(Deployment deployment)
    {
        var storage = deployment.Properties(Storage);
        Assert.False((bool)storage["allowSharedKeyAccess"]!);
        Assert.False((bool)storage["allowBlobPublicAccess"]!);
        Assert.Equal("TLS1_2", (string)storage["minimumTlsVersion"]!);
        Assert.True((bool)storage["supportsHttpsTrafficOnly"]!);
        Assert.All(deployment.All($"{Storage}/blobServices/containers"), one => Assert.Equal("None", (string)one["properties"]!["publicAccess"]!));

        var bus = deployment.Properties("Microsoft.ServiceBus/namespaces");
        Assert.True((bool)bus["disableLocalAuth"]!);
        Assert.Equal("1.2", (string)bus["minimumTlsVersion"]!);
        Assert.True((bool)deployment.Properties("Microsoft.KeyVault/vaults")["enableRbacAuthorization"]!);
        Assert.True((bool)deployment.Properties("Microsoft.Insights/components")["DisableLocalAuth"]!);
        Assert.True((bool)deployment.Properties("Microsoft.OperationalInsights/workspaces")["features"]!["disableLocalAuth"]!);

        Assert.True((bool)deployment.Properties(App)["httpsOnly"]!);
        Assert.Equal("1.2", (string)deployment.Properties(App)["siteConfig"]!["minTlsVersion"]!);
        Assert.Equal(["ftp", "scm"], deployment.Names($"{App}/basicPublishingCredentialsPolicies"));
        Assert.All(
            deployment.All($"{App}/basicPublishingCredentialsPolicies"), one => Assert.False((bool)one["properties"]!["allow"]!));
    }

    /// <summary>Each setting that the code reads is set, and no other than the platform's.</summary>
    public static void SettingsAreThoseThatTheAppReads(Deployment deployment) =>
        Assert.Equal(
            AppSettings.OfTheApp.Keys.Concat(AppSettings.OfThePlatform).Order(StringComparer.Ordinal),
            deployment.Settings.Keys.Order(StringComparer.Ordinal));

    /// <summary>Secrets stand in Key Vault; the largest request of the API is taken.</summary>
    public static void SettingsFitTheApp(Deployment deployment)
    {
        var settings = deployment.Settings;
        Assert.All(
            settings.Where(one => one.Key.EndsWith("Key", StringComparison.Ordinal)),
            one => Assert.Contains("@Microsoft.KeyVault(SecretUri=", one.Value, StringComparison.Ordinal));
        Assert.All(
            settings.Where(one => !one.Key.StartsWith("APPLICATIONINSIGHTS", StringComparison.Ordinal)),
            one => Assert.DoesNotContain("listKeys", one.Value, StringComparison.OrdinalIgnoreCase));
        Assert.InRange(
            long.Parse(settings["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"], CultureInfo.InvariantCulture),
            (AttachmentRules.MaxFiles * AttachmentRules.MaxBytes) + (1024 * 1024),
            2 * AttachmentRules.MaxFiles * AttachmentRules.MaxBytes);
    }

    /// <summary>The queues are those that the app listens to, as it rests on them; and what Event Grid writes to is among them.</summary>
    public static void QueuesAreThoseOfTheApp(Deployment deployment)
    {
        const string queue = "Microsoft.ServiceBus/namespaces/queues";
        var scanResults = (string)deployment.Properties("Microsoft.EventGrid/topics/eventSubscriptions")
            ["deliveryWithResourceIdentity"]!["destination"]!["properties"]!["resourceId"]!;
        var written = deployment.Names(queue).Where(name => scanResults.Contains($"'{name}'", StringComparison.Ordinal)).ToArray();
        Assert.Single(written);
        Assert.Equal(ListenedTo().Union(written).Order(), deployment.Names(queue));

        Assert.Equal("Standard", (string)deployment.All("Microsoft.ServiceBus/namespaces").Single()["sku"]!["name"]!);
        Assert.All(deployment.All(queue).Select(one => one["properties"]!), properties =>
        {
            Assert.Equal(QueueProperties.LockDuration, XmlConvert.ToTimeSpan((string)properties["lockDuration"]!));
            Assert.Equal(QueueProperties.MaxDeliveryCount, (int)properties["maxDeliveryCount"]!);
            Assert.True((bool)properties["requiresDuplicateDetection"]!);
            Assert.Equal(
                QueueProperties.DuplicateDetectionWindow, XmlConvert.ToTimeSpan((string)properties["duplicateDetectionHistoryTimeWindow"]!));
        });
    }

    /// <summary>The containers are the app's and that of its packages. Its tables it creates itself.</summary>
    public static void ContainersAreThoseOfTheApp(Deployment deployment)
    {
        Assert.Equal(TableNames.Containers.Append("app-packages").Order(), deployment.Names($"{Storage}/blobServices/containers"));
        Assert.Empty(deployment.All($"{Storage}/tableServices/tables"));
        Assert.Contains(("app", Role.StorageTableDataContributor, Storage), deployment.Roles);
    }

    /// <summary>The app may do what it does, the topic of scan results may write to its queue, and that is all.</summary>
    public static void RolesAreThoseNeeded(Deployment deployment) => Assert.Equal(
        new (string, string, string)[]
        {
            ("app", Role.KeyVaultSecretsUser, "Microsoft.KeyVault/vaults"),
            ("app", Role.MonitoringMetricsPublisher, "Microsoft.Insights/components"),
            ("app", Role.ServiceBusDataReceiver, "Microsoft.ServiceBus/namespaces"),
            ("app", Role.ServiceBusDataSender, "Microsoft.ServiceBus/namespaces"),
            ("app", Role.StorageBlobDataOwner, Storage),
            ("app", Role.StorageQueueDataContributor, Storage),
            ("app", Role.StorageTableDataContributor, Storage),
            ("scan topic", Role.ServiceBusDataSender, "Microsoft.ServiceBus/namespaces/queues"),
        }.Order(),
        deployment.Roles);

    private static IEnumerable<string> ListenedTo() =>
        from type in typeof(PortalHost).Assembly.GetTypes()
        from method in type.GetMethods()
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<ServiceBusTriggerAttribute>()
        where trigger is not null
        select trigger.QueueName;
}
