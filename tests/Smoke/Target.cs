namespace Dfm.Smoke;

/// <summary>The portal that is asked, from the environment. Nothing of it is printed.</summary>
public static class Target
{
    /// <summary>The API's address, e.g. <c>https://api.portail.example.com/api</c>.</summary>
    public static Uri Api { get; } = new($"{Required("SMOKE_API").TrimEnd('/')}/");

    /// <summary>An account of a customer of its own, which has equipment.</summary>
    public static string Identifier => Required("SMOKE_IDENTIFIER");

    /// <summary>The account's password.</summary>
    public static string Password => Required("SMOKE_PASSWORD");

    /// <summary>The site's address; without it the site is not asked.</summary>
    public static string? Site => Optional("SMOKE_SITE")?.TrimEnd('/');

    /// <summary>A key of the staff; without it the staff's functions are not asked.</summary>
    public static string? ApiKey => Optional("SMOKE_API_KEY");

    /// <summary>An asset that a DIT is raised for, and cancelled at once; without it nothing is written.</summary>
    public static string? Asset => Optional("SMOKE_ASSET");

    private static string Required(string name) => Optional(name) ?? throw new InvalidOperationException($"Set {name}.");

    private static string? Optional(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
