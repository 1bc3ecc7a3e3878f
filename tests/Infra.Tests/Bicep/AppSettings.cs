using System.ComponentModel;
using System.Reflection;
using Dfm.Functions;
using Dfm.Functions.Settings;

namespace Dfm.Infra.Tests.Bicep;

/// <summary>The settings that the app reads, from its options classes.</summary>
public static class AppSettings
{
    /// <summary>What the Functions host, the SDKs' connections and telemetry read: the one list of settings that no options class knows.</summary>
    public static string[] OfThePlatform { get; } =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "AzureWebJobsStorage__blobServiceUri",
        "AzureWebJobsStorage__clientId",
        "AzureWebJobsStorage__credential",
        "AzureWebJobsStorage__queueServiceUri",
        "AzureWebJobsStorage__tableServiceUri",
        "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT",
        "ServiceBus__clientId",
        "ServiceBus__credential",
        "ServiceBus__fullyQualifiedNamespace",
    ];

    private static readonly Type[] Options =
        [.. typeof(PortalHost).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(ISettings)))];

    /// <summary>Each setting of the app with its default; an empty one where it has none.</summary>
    public static IReadOnlyDictionary<string, string> OfTheApp { get; } = Options
        .SelectMany(type =>
        {
            var defaults = Activator.CreateInstance(type)!;
            var section = (string)type.GetProperty(nameof(ISettings.Section))!.GetValue(null)!;
            return type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.SetMethod is not null)
                .Select(property => ($"{section}__{property.Name}", Default: property.GetValue(defaults), property.PropertyType));
        })
        .ToDictionary(one => one.Item1, one => TypeDescriptor.GetConverter(one.PropertyType).ConvertToInvariantString(one.Default) ?? "");

    /// <summary>A setting's text as the options class would write it.</summary>
    public static string Normal(string name, string text)
    {
        var (type, property) = Options.SelectMany(type => type.GetProperties().Select(property => (type, property))).Single(one =>
            name == $"{one.type.GetProperty(nameof(ISettings.Section))!.GetValue(null)}__{one.property.Name}");
        var converter = TypeDescriptor.GetConverter(property.PropertyType);
        return converter.ConvertToInvariantString(converter.ConvertFromInvariantString(text)) ?? "";
    }
}
