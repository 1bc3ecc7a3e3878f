using System.Text.Json;
using Dfm.Core.Notifications;

namespace Dfm.Functions.Tests.Mail;

/// <summary>A mail on the queue is one Service Bus message: the standard tier takes 256 KB with its properties.</summary>
public class MailSizeTests
{
    private const int ServiceBusLimit = 256 * 1024;

    /// <summary>More than the message's id, subject and the like take.</summary>
    private const int Properties = 1024;

    [Fact]
    public void RecapOf80Lines_OfTheLongestTexts_TakesLessThan64KB() =>
        Assert.InRange(Size(new OrderRegisteredMail(Mails.LongOrder(80))), 30_000, 64 * 1024);

    [Fact]
    public void ParcelOf200Lines_AllOfThemStillToComeInPart_FitsAMessage()
    {
        var order = Mails.LongOrder(200);
        IReadOnlyList<OrderRecapLine> lines = [.. order.Assets.SelectMany(asset => asset.Lines)];
        var parcel = Mails.Parcel with { Lines = lines, Remaining = lines };
        Assert.InRange(Size(new OrderShippedMail(order, parcel, Complete: false)), 200_000, ServiceBusLimit - Properties);
    }

    private static int Size<TModel>(TModel model) where TModel : IMailModel =>
        JsonSerializer.SerializeToUtf8Bytes(MailMessage.Create("sample", Mails.Claire, model), MailJson.Options).Length;
}
