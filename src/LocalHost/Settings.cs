using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Dfm.LocalHost;

/// <summary>Settings that bindings name.</summary>
internal static partial class Settings
{
    /// <summary>Names the storage account that the host keeps its own state in.</summary>
    public const string Storage = "AzureWebJobsStorage";

    /// <summary>The text with each <c>%Setting%</c> replaced by that setting.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing.</exception>
    public static string Resolve(IConfiguration configuration, string text) =>
        Reference().Replace(text, match => Require(configuration, match.Groups[1].Value));

    /// <summary>A setting that must be there.</summary>
    /// <exception cref="InvalidOperationException">It is missing.</exception>
    public static string Require(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value ? value : throw new InvalidOperationException($"The setting '{name}' is missing.");

    /// <summary>
    /// True for a function that its setting switches off: <c>AzureWebJobs.NAME.Disabled</c>, or with underscores, as the names of Linux'
    /// variables need it.
    /// </summary>
    public static bool IsDisabled(IConfiguration configuration, string function) =>
        IsOn(configuration[$"AzureWebJobs.{function}.Disabled"]) || IsOn(configuration[$"AzureWebJobs_{function}_Disabled"]);

    private static bool IsOn(string? value) => value == "1" || "true".Equals(value, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Reference();
}
