namespace Dfm.Core.Accounts;

/// <summary>What a browser says of itself, as its owner would recognise it in the list of sessions: « Firefox sur Windows ».</summary>
public static class DeviceName
{
    /// <summary>Whatever else calls.</summary>
    public const string Unknown = "Appareil inconnu";

    // In this order: each browser also names those that it wants to be taken for.
    private static readonly (string Sign, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("Chrome/", "Chrome"), ("CriOS/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Sign, string Name)[] Systems =
        [("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS X", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <summary>The name of the device that sends this <c>User-Agent</c>; none of its text is kept.</summary>
    public static string Of(string? userAgent) => (Find(Browsers, userAgent), Find(Systems, userAgent)) switch
    {
        ({ } browser, { } system) => $"{browser} sur {system}",
        ({ } browser, null) => browser,
        (null, { } system) => system,
        _ => Unknown,
    };

    private static string? Find((string Sign, string Name)[] known, string? userAgent) =>
        known.FirstOrDefault(one => userAgent?.Contains(one.Sign, StringComparison.Ordinal) is true).Name;
}
