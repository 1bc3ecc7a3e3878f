using System.Buffers.Text;
using System.Text.RegularExpressions;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Accounts.Sessions;

/// <summary>
/// The cookie of a device on which somebody has signed in: <c>{device}.{signature}</c>, good for that account alone. Each account has one of
/// its own, for people who share a device. It opens nothing: it only tells by which counter an attempt counts.
/// </summary>
public sealed partial class DeviceCookie(Signatures signatures)
{
    private const string Purpose = "device cookie";
    private const string Path = "/api/auth/login";

    // Browsers keep a cookie for 400 days at most (RFC 6265bis).
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    /// <summary>The device's id; null for a device that this account has not signed in on, or whose cookie is not ours.</summary>
    /// <param name="account">The account's key in storage.</param>
    public string? Read(HttpRequest request, string account)
    {
        var match = Form().Match(request.Cookies[NameOf(account)] ?? "");
        var device = match.Groups[1].Value;
        return match.Success && Secrets.AreEqual(match.Groups[2].Value, Signature(account, device)) ? device : null;
    }

    /// <summary>Gives the device a new id, so that whoever copied the cookie before cannot use up its counter.</summary>
    public void Renew(HttpContext http, string account)
    {
        var device = Secrets.Random(16);
        PortalCookies.Set(http, NameOf(account), $"{device}.{Signature(account, device)}", Path, Lifetime);
    }

    // Part of the key is enough: the signature covers all of it.
    private static string NameOf(string account) => $"dfm_device_{account[..16]}";

    private string Signature(string account, string device) =>
        Base64Url.EncodeToString(signatures.Sign(Purpose, $"{account}.{device}"));

    [GeneratedRegex(@"\A([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
