using System.Globalization;
using Dfm.Core.Approvals;
using Dfm.Core.Attachments;
using Dfm.Core.Carts;
using Dfm.Core.Contact;
using Dfm.Core.Dits;
using Dfm.Core.Inbound;
using Dfm.Core.Meters;
using Dfm.Core.Orders;
using Dfm.Core.Usage;

namespace Dfm.Functions.Privacy.Export;

/// <summary>What the export tells of each thing: flat, so that a row of a CSV holds it.</summary>
public static class ExportedRecords
{
    public static object FormerOf(Account account) => new { Names = account.FormerNames, Contacts = account.FormerContacts };

    public static object Of(InboundRecord received) => new
    {
        received.ReceivedAt,
        received.State,
        received.Mail?.FromName,
        received.Mail?.Subject,
        received.Mail?.Text.Written,
        received.Mail?.Text.Quoted,
        Files = received.Mail?.Files.Select(file => file.Name),
    };

    public static object Of(Session session) => new
    {
        session.Id,
        session.Device,
        session.StartedAt,
        RefreshedAt = session.RefreshedAt ?? session.StartedAt,
        session.ExpiresAt,
    };

    public static object Of(Dit dit) => new
    {
        dit.Number,
        dit.RaisedAt,
        State = dit.State.Label(),
        Asset = dit.Subject.Asset,
        Site = dit.Subject.SiteName,
        dit.Request.Nature,
        Urgency = dit.Request.Urgency.Label(),
        dit.Request.ErrorCode,
        dit.Request.Description,
        dit.Request.ContactName,
        dit.Request.ContactPhone,
        dit.Request.CustomerReference,
    };

    public static object Of(string number, DitEntry entry) => new { Number = number, entry.At, Action = entry.Kind, entry.Text };

    public static object Of(Order order) => new
    {
        order.Number,
        order.PlacedAt,
        State = order.State.Label(),
        Site = order.Site.Name,
        order.Comment,
        CustomerReference = order.CustomerReferences(),
        Lines = order.Lines.Select(line => $"{line.Quantity} x {line.Designation}"),
    };

    public static object Of(string number, OrderEntry entry) => new { Number = number, entry.At, Action = entry.Kind, entry.Text };

    public static object Of(Approval approval) => new
    {
        approval.Number,
        approval.RequestedAt,
        State = approval.State.Label(),
        Assets = approval.Items.Select(item => item.Asset.Asset),
        approval.Orders,
    };

    public static object Of(string number, ApprovalEntry entry) => new { Number = number, entry.At, Action = entry.State, entry.Text };

    public static object Of(CartItem item) => new
    {
        Asset = item.Asset.Asset,
        item.ChangedAt,
        item.Comment,
        item.CustomerReference,
        Lines = item.Lines.Select(line => $"{line.Quantity} x {line.Designation}"),
    };

    public static object Of(string asset, MeterReading reading) => new
    {
        Asset = asset,
        reading.At,
        reading.EnteredAt,
        Values = reading.Values.Select(value => string.Create(CultureInfo.InvariantCulture, $"{value.Key} : {value.Value}")),
    };

    public static object Of(ContactRequest request) => new
    {
        request.Number,
        request.SentAt,
        Service = request.ServiceLabel,
        request.Subject,
        request.Text,
    };

    public static object Of(string subject, Attachment file) => new { Subject = subject, file.Name, file.ContentType, file.Size, file.AddedAt };

    public static object Of(UsageEntry line) => new { line.At, line.Action, line.Subject };
}
