using Microsoft.Playwright;

namespace Dfm.Web.Tests.Infrastructure;

/// <summary>What a person has before them.</summary>
/// <param name="Name">For the names of screenshots.</param>
/// <param name="Width">In CSS pixels.</param>
/// <param name="Height">In CSS pixels.</param>
/// <param name="IsPhone">With a touch screen.</param>
public sealed record Device(string Name, int Width, int Height, bool IsPhone)
{
    public static readonly Device Desktop = new("desktop", 1280, 800, IsPhone: false);

    public static readonly Device Phone = new("phone", 390, 844, IsPhone: true);

    /// <summary>For theories: each chapter is done on both.</summary>
    public static TheoryData<string> Names => [Desktop.Name, Phone.Name];

    internal ViewportSize Size => new() { Width = Width, Height = Height };

    public static Device Named(string name) => name == Phone.Name ? Phone : Desktop;
}
