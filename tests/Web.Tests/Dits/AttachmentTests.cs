using System.Text.RegularExpressions;
using Dfm.Web.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dfm.Web.Tests.Dits;

/// <summary>How files come into a form: pasted, dropped, or straight from the camera.</summary>
[Collection<RequestsPortal>]
public sealed class AttachmentTests(DemoPortal portal)
{
    private const string Form = "/assets/B100301/dits/new";

    // As the browser does it: an event with files, which a page cannot tell from a person's.
    private const string Transfer = """
        ([type, selector, files]) => {
          const data = new DataTransfer();
          for (const { name, mime, base64, text } of files) {
            if (text) data.setData('text/plain', text);
            else data.items.add(new File([Uint8Array.from(atob(base64), one => one.charCodeAt(0))], name, { type: mime }));
          }
          const target = selector ? document.querySelector(selector) : document;
          const options = { bubbles: true, cancelable: true };
          target.dispatchEvent(type === 'paste'
            ? new ClipboardEvent(type, { ...options, clipboardData: data })
            : new DragEvent(type, { ...options, dataTransfer: data }));
        }
        """;

    [Fact]
    public async Task AScreenshotThatIsPasted_GetsANameOfItsOwn_AndIsSent()
    {
        await using var visitor = await portal.VisitAsync(Device.Desktop, "a.moreau", Form);
        await visitor.FillDitAsync("L'erreur est sur la copie d'écran.");

        await TransferAsync(visitor, "paste", null, Picture("image.png"));
        await TransferAsync(visitor, "paste", null, Picture("image.png"));
        await HasChosenAsync(visitor, "copie-ecran-1.png", "copie-ecran-2.png");
        await visitor.LooksGoodAsync("declencher-colle");
        await visitor.ValidateAsync();

        await visitor.DitRaisedAsync();
        await visitor.ReadsAsync("copie-ecran-2.png");
    }

    [Fact]
    public async Task CellsOfASpreadsheet_ArePastedAsText_AndNotAsAPicture()
    {
        await using var visitor = await portal.VisitAsync(Device.Desktop, "a.moreau", Form);
        await visitor.SeesAsync("Déclencher une intervention");

        await TransferAsync(visitor, "paste", null, Picture("image.png"), new { text = "J-0512" });
        await TransferAsync(visitor, "paste", null, Picture("image.png"));

        await HasChosenAsync(visitor, "copie-ecran-1.png");
    }

    [Fact]
    public async Task FilesThatAreDropped_AreTaken_OthersAreToldWhy()
    {
        await using var visitor = await portal.VisitAsync(Device.Desktop, "a.moreau", Form);
        await visitor.FillDitAsync("Les photos sont jointes.");
        await TransferAsync(visitor, "dragover", ".drop", Picture("panneau.png"));
        await Expect(visitor.Page.Locator(".drop.over")).ToHaveCountAsync(1);

        await TransferAsync(
            visitor, "drop", ".drop", Picture("panneau.png"), new { name = "outil.exe", mime = "application/octet-stream", base64 = "TVo=" });

        await Expect(visitor.Page.Locator(".drop.over")).ToHaveCountAsync(0);
        await HasChosenAsync(visitor, "panneau.png");
        await visitor.ReadsAsync("outil.exe : ce type de fichier n’est pas accepté.");
        await visitor.ValidateAsync();
        await visitor.DitRaisedAsync();
        await visitor.ReadsAsync("panneau.png");
    }

    [Fact]
    public async Task APhone_TakesAPhotoOfTheMachine()
    {
        await using var visitor = await portal.VisitAsync(Device.Phone, "a.moreau", Form);
        await visitor.FillDitAsync("Photo du voyant.");
        var chooser = await visitor.Page.RunAndWaitForFileChooserAsync(
            () => visitor.Page.GetByRole(AriaRole.Button).Filter(new() { HasText = "Prendre une photo" }).ClickAsync());

        // The camera at the back, and no gallery.
        Assert.Equal("environment", await chooser.Element.GetAttributeAsync("capture"));
        Assert.Equal("image/*", await chooser.Element.GetAttributeAsync("accept"));
        await chooser.SetFilesAsync(Files.Png("IMG_0001.png"));
        await HasChosenAsync(visitor, "IMG_0001.png");
        await visitor.ValidateAsync();

        await visitor.DitRaisedAsync();
        await visitor.ReadsAsync("IMG_0001.png");
    }

    private static Task HasChosenAsync(Visitor visitor, params string[] names) =>
        Expect(visitor.Page.GetByRole(AriaRole.List, new() { Name = "Fichiers choisis" }).GetByRole(AriaRole.Listitem))
            .ToHaveTextAsync(names.Select(name => new Regex(Regex.Escape(name))));

    private static object Picture(string name) => new { name, mime = "image/png", base64 = Convert.ToBase64String(Files.Png(name).Buffer) };

    private static async Task TransferAsync(Visitor visitor, string type, string? selector, params object[] files) =>
        await visitor.Page.EvaluateAsync(Transfer, new object?[] { type, selector, files });
}
