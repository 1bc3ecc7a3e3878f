using System.ComponentModel.DataAnnotations;
using Dfm.Core.Notifications;
using Dfm.Functions.Settings;

namespace Dfm.Functions.Mail;

/// <summary>The settings <c>Portal:*</c>.</summary>
public sealed class PortalOptions : ISettings
{
    /// <inheritdoc/>
    public static string Section => "Portal";

    /// <summary>Where customers open the portal: the links in mails.</summary>
    [Required, Url]
    public string Url { get; set; } = "";

    /// <summary>The page of what a mail is about; the portal itself where that is no one thing.</summary>
    public Uri PageOf(IMailModel model) => At(model.PagePath ?? "");

    /// <summary>The page at a path of the portal.</summary>
    public Uri At(string path) => new(Url.TrimEnd('/') + path);
}
