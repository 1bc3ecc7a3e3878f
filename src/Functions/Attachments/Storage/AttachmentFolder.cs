namespace Dfm.Functions.Attachments.Storage;

/// <summary>Where the files of one request are: blobs <c>{customer}/{number}/{id}</c>.</summary>
/// <param name="Number">The request's number, as the portal assigned it.</param>
public readonly record struct AttachmentFolder(CustomerId Customer, string Number)
{
    public static AttachmentFolder Of<TNumber>(CustomerId customer, TNumber number) where TNumber : struct, INumber<TNumber> =>
        new(customer, number.Value);

    internal string PathOf(string id) => $"{Customer}/{Number}/{id}";
}
